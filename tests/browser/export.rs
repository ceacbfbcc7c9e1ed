//! `orate export`: files of a talk, made by a real browser; and what happens where there is none, or it does not do its work.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lopdf::{Document, Object};
use serde_json::Value;

use crate::chromium::{Chromium, file_url};
use crate::talk::Talk;

const SLIDES: &str = "\
# One

See [the last](#/end) and [the second](#/0/1).


---

## Two: steps

- a <!-- .element: class=\"fragment\" -->
- b <!-- .element: class=\"fragment\" -->

Note: what only the speaker says


---

<!-- .slide: id=\"end\" -->
## Ende — größer

[Outside](https://example.org/)
";

const SETTINGS: &str = "title = \"A talk\"\nauthor = [\"Ada\", \"Bo\"]\n";

#[track_caller]
fn pdf(talk: &Talk, name: &str) -> Document {
    Document::load(talk.path(name)).expect("the PDF can be read")
}

/// The text of a PDF's string.
fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a string is text")
}

/// The entries of the outline, each with its depth, title and the number of its page.
fn outline(pdf: &Document) -> Vec<(usize, String, u32)> {
    let pages: Vec<_> = pdf.get_pages().into_iter().collect();
    let mut entries = Vec::new();
    let outlines =
        pdf.catalog().unwrap().get(b"Outlines").and_then(Object::as_reference).expect("there is an outline");
    let mut open =
        vec![(0, pdf.get_dictionary(outlines).unwrap().get(b"First").unwrap().as_reference().unwrap())];
    while let Some((depth, id)) = open.pop() {
        let item = pdf.get_dictionary(id).expect("an entry is a dictionary");
        let page = item.get(b"Dest").and_then(Object::as_array).unwrap()[0].as_reference().unwrap();
        let number = pages.iter().find(|(_, id)| *id == page).expect("it leads to a page").0;
        entries.push((depth, text(item.get(b"Title").unwrap()), number));
        open.extend(item.get(b"Next").and_then(Object::as_reference).map(|next| (depth, next)));
        open.extend(item.get(b"First").and_then(Object::as_reference).map(|first| (depth + 1, first)));
    }
    entries
}

/// What the links of a page lead to: a page by its number, or an address.
fn links(pdf: &Document, page: u32) -> Vec<String> {
    let pages = pdf.get_pages();
    let of = pdf.get_page_annotations(pages[&page]).expect("annotations can be read");
    let number = |id| pages.iter().find(|(_, page)| **page == id).map(|(number, _)| number.to_string());
    let named = |name: &[u8]| {
        let root = pdf.catalog().unwrap();
        let dests = root.get(b"Dests").and_then(|it| pdf.dereference(it)).expect("names lead somewhere").1;
        let dest = pdf.dereference(dests.as_dict().unwrap().get(name).unwrap()).unwrap().1;
        number(dest.as_array().unwrap()[0].as_reference().unwrap()).unwrap()
    };
    let target = |annotation: &lopdf::Dictionary| match annotation.get(b"Dest") {
        Ok(Object::Name(name)) => named(name),
        Ok(Object::Array(place)) => number(place[0].as_reference().unwrap()).unwrap(),
        _ => {
            let action =
                annotation.get(b"A").and_then(|it| pdf.dereference(it)).unwrap().1.as_dict().unwrap();
            text(action.get(b"URI").unwrap())
        }
    };
    of.iter()
        .filter(|it| it.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Link"))
        .map(|it| target(it))
        .collect()
}

fn fact(pdf: &Document, key: &[u8]) -> Option<String> {
    let info = pdf.trailer.get(b"Info").and_then(|it| pdf.dereference(it)).ok()?.1.as_dict().ok()?;
    info.get(key).ok().map(text)
}

#[test]
fn a_talk_becomes_a_pdf_with_an_outline_links_and_authors() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(SLIDES);
    talk.put("talk/orate.toml", SETTINGS);
    let report = talk.json(0, &["export", "pdf", "talk", "-o", "out/a.pdf"]);
    assert_eq!((&report["pages"], &report["files"][0]), (&3.into(), &"out/a.pdf".into()), "{report}");
    let pdf = pdf(&talk, "out/a.pdf");
    assert_eq!(pdf.get_pages().len(), 3);
    assert_eq!(fact(&pdf, b"Title").as_deref(), Some("A talk"));
    assert_eq!(fact(&pdf, b"Author").as_deref(), Some("Ada, Bo"));
    assert_eq!(fact(&pdf, b"CreationDate"), None, "the same talk gives the same bytes");
    let expected = [(0, "One", 1), (1, "Two: steps", 2), (1, "Ende — größer", 3)];
    assert_eq!(outline(&pdf), expected.map(|(depth, title, page)| (depth, title.to_owned(), page)));
    assert_eq!(links(&pdf, 1), ["3", "2"]);
    assert_eq!(links(&pdf, 3), ["https://example.org/"]);
    assert!(pdf.catalog().unwrap().get(b"StructTreeRoot").is_ok(), "it is tagged");
    let words = pdf.extract_text(&[2]).unwrap();
    assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), "Two: steps a b");

    let again = talk.json(0, &["export", "pdf", "talk", "-o", "out/b.pdf"]);
    assert_eq!(again["bytes"], report["bytes"]);
    assert!(fs::read(talk.path("out/a.pdf")).unwrap() == fs::read(talk.path("out/b.pdf")).unwrap());
    assert_eq!(talk.litter(), [] as [PathBuf; 0]);
}

/// How the fonts of a PDF are written: `TrueType`, or `Type3` for drawings of letters.
fn kinds_of_fonts(pdf: &Document) -> BTreeSet<String> {
    let fonts = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let fonts =
        fonts.filter(|it| it.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"Font"));
    let kind = |font: &lopdf::Dictionary| {
        font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default().to_vec()
    };
    fonts.map(|font| String::from_utf8_lossy(&kind(font)).into_owned()).collect()
}

/// Slides with each kind of text, in a variable font of the talk's own and in those of the theme.
const VARIED: &str = "\
# Avoid Type 3

**Bold**, *italic* and `code`, <span class=\"own\">office 650</span>, <small class=\"own\">small</small>

- first
";

const OWN_FONT: &str = "\
@font-face { font-family: \"Own one\"; src: url(own.woff2); font-weight: 400 900 }
.own { font-family: \"Own one\"; font-variation-settings: \"wght\" 650 }
li::before { font-weight: 800; content: \"x\" }
";

#[test]
fn every_variable_font_is_a_font_in_the_pdf() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(VARIED);
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime/themes/fonts/inter/latin.woff2");
    fs::copy(font, talk.path("talk/own.woff2")).unwrap();
    talk.put("talk/own.css", OWN_FONT);
    for theme in ["paper", "night", "signal"] {
        talk.put("talk/orate.toml", &format!("theme = \"{theme}\"\nstyles = [\"own.css\"]\n"));
        talk.json(0, &["export", "pdf", "talk", "-o", "a.pdf"]);
        let pdf = pdf(&talk, "a.pdf");
        let kinds: Vec<_> = kinds_of_fonts(&pdf).into_iter().collect();
        assert_eq!(kinds, ["CIDFontType2", "Type0"], "{theme}");
        let words: String = pdf.extract_text(&[1]).unwrap().split_whitespace().collect();
        let expected = "AvoidType3Bold,italicandcode,office650,smallxfirst";
        assert!(words.starts_with(expected), "{theme}: {words}");
        fs::remove_file(talk.path("a.pdf")).unwrap();
    }
}

#[test]
fn with_steps_each_step_is_a_page_that_is_called_by_its_slide() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(SLIDES);
    let report = talk.json(0, &["export", "pdf", "talk", "--steps", "-o", "a.pdf"]);
    assert_eq!(report["pages"], 5, "{report}");
    let pdf = pdf(&talk, "a.pdf");
    assert_eq!(labels(&pdf), ["1", "2", "2.1", "2.2", "3"]);
    assert_eq!(outline(&pdf).iter().map(|entry| entry.2).collect::<Vec<_>>(), [1, 2, 5]);
    assert_eq!(links(&pdf, 1), ["5", "2"], "a link leads to the first step");
}

/// What each page is called.
fn labels(pdf: &Document) -> Vec<String> {
    let labels = pdf.catalog().unwrap().get(b"PageLabels").unwrap().as_dict().unwrap().get(b"Nums").unwrap();
    let labels = labels.as_array().unwrap().chunks(2);
    labels.map(|pair| text(pair[1].as_dict().unwrap().get(b"P").unwrap())).collect()
}

#[test]
fn the_pages_of_slides_that_take_many_are_counted_as_they_are_printed() {
    let Some(_) = Chromium::start() else { return };
    // A page has room for three of these lines, and ends with a gap.
    let lines = |count: usize| "<p>line</p>\n".repeat(count);
    let talk = Talk::new(&format!(
        "# One\n\n[four](#/four)\n\n\n\n## Two\n\n{}\n\n\n\n## Three\n\n- a <!-- .element: class=\"fragment\" -->\n\n{}\n\n\n\n# Four\n\nend\n",
        lines(750),
        lines(12)
    ));
    let style = ".reveal p { margin: 0; font-size: 20px; height: 200px }";
    talk.put("talk/own.css", style);
    talk.put("talk/orate.toml", "title = \"T\"\nfit = \"none\"\nstyles = [\"own.css\"]\n");
    for (flags, steps) in [(&[][..], 1), (&["--steps"], 2)] {
        let arguments = [&["export", "pdf", "talk", "-o", "a.pdf"], flags].concat();
        let report = talk.json(0, &arguments);
        let pdf = pdf(&talk, "a.pdf");
        let count = pdf.get_pages().len();
        assert_eq!(report["pages"], count, "{report}");
        let labels = labels(&pdf);
        assert_eq!(labels.len(), count);
        let of = |slide: &str| {
            let is_of = |label: &&String| *label == slide || label.starts_with(&format!("{slide}."));
            labels.iter().filter(is_of).count()
        };
        assert_eq!((of("1"), of("4")), (1, 1));
        assert!(of("2") > 249, "{} pages", of("2"));
        // The last page is that of the last slide, and the outline knows where each begins.
        assert_eq!(labels.last().map(String::as_str), Some("4"));
        let pages: Vec<u32> = outline(&pdf).iter().map(|entry| entry.2).collect();
        assert_eq!(pages, [1, 2, 2 + of("2"), count].map(|page| u32::try_from(page).unwrap()));
        assert_eq!(links(&pdf, 1), [count.to_string()]);
        assert!(pdf.extract_text(&[u32::try_from(count).unwrap()]).unwrap().contains("Four"));
        assert!(pdf.extract_text(&[pages[2]]).unwrap().contains("Three"));
        assert!(of("3") >= 4 * steps, "{} pages", of("3"));
    }
}

#[test]
fn sections_are_in_the_outline_and_notes_are_in_no_public_pdf() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new("");
    fs::remove_file(talk.path("talk/slides.md")).unwrap();
    talk.put("talk/slides/10-start.md", "# Start\n\n\n---\n\nno heading\n");
    talk.put(
        "talk/slides/20-middle.md",
        "+++\ntitle = \"The middle\"\n+++\n# A\n\n\n# B\n\nNote: a secret\n",
    );
    let report = talk.json(0, &["export", "pdf", "talk", "--public", "-o", "a.pdf"]);
    assert_eq!(report["pages"], 4, "{report}");
    let pdf = pdf(&talk, "a.pdf");
    let expected = [(0, "Start", 1), (0, "The middle", 3), (1, "A", 3), (1, "B", 4)];
    assert_eq!(outline(&pdf), expected.map(|(depth, title, page)| (depth, title.to_owned(), page)));
    assert!(!pdf.extract_text(&[1, 2, 3, 4]).unwrap().contains("secret"));
}

/// Width and height of a PNG, and the colour of its middle.
fn picture(path: &Path) -> (u32, u32, Vec<u8>) {
    let file = fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("it is a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
    let info = reader.next_frame(&mut pixels).expect("it can be read");
    let middle = info.line_size * (info.height as usize / 2) + info.line_size / 2;
    (info.width, info.height, pixels[middle..middle + 3].to_vec())
}

#[test]
fn a_picture_is_not_taken_before_what_fades_in_is_there() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new("# A\n\n---\n\n<div class=\"late\"></div>\n");
    talk.put("talk/orate.toml", "separator = \"dashes\"\nstyles = [\"late.css\"]\nsize = \"16:9\"\n");
    let late = ".late { position: absolute; inset: 0; background: #00f; animation: come 600s }";
    talk.put("talk/late.css", &format!("@keyframes come {{ from {{ opacity: 0 }} }}\n{late}\n"));
    talk.json(0, &["export", "png", "talk", "--slides", "2", "--width", "640", "-o", "late.png"]);
    assert_eq!(picture(&talk.path("late.png")), (640, 360, vec![0, 0, 255]));
}

#[test]
fn slides_become_pictures_of_the_width_that_is_asked_for() {
    let Some(_) = Chromium::start() else { return };
    let slide = |colour: &str| format!("<!-- .slide: data-background-color=\"{colour}\" -->\n");
    let talk = Talk::new(&["red", "lime", "blue"].map(slide).join("\n\n---\n\n"));
    talk.put("talk/orate.toml", "size = \"1280x720\"\n");
    let report = talk.json(0, &["export", "png", "talk", "--slides", "1,3-", "--width", "640", "-o", "out"]);
    assert_eq!(report["files"], serde_json::json!(["out/1.png", "out/3.png"]), "{report}");
    assert_eq!(picture(&talk.path("out/1.png")), (640, 360, vec![255, 0, 0]));
    assert_eq!(picture(&talk.path("out/3.png")), (640, 360, vec![0, 0, 255]));
    talk.json(0, &["export", "png", "talk", "--slides", "2", "-o", "cover.png"]);
    assert_eq!(picture(&talk.path("cover.png")), (1920, 1080, vec![0, 255, 0]));
    let report = talk.json(2, &["export", "png", "talk", "--slides", "4"]);
    assert_eq!(report["diagnostics"][0]["message"], "there is no slide 4: the talk has 3 slides", "{report}");
    assert_eq!(talk.litter(), [] as [PathBuf; 0]);
}

#[test]
fn a_file_of_another_kind_is_not_replaced() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(SLIDES);
    talk.put("mine.pdf", "my thesis");
    let report = talk.json(2, &["export", "pdf", "talk", "-o", "mine.pdf"]);
    assert_eq!(report["diagnostics"][0]["code"], "output-in-the-way", "{report}");
    assert_eq!(fs::read_to_string(talk.path("mine.pdf")).unwrap(), "my thesis");
}

#[test]
fn without_the_browser_that_was_named_one_message_says_what_to_do() {
    let talk = Talk::new(SLIDES);
    let report = talk.json(2, &["export", "pdf", "talk", "--browser", "/nowhere/chrome"]);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), 1, "{report}");
    assert_eq!(diagnostics[0]["code"], "no-browser");
    assert!(diagnostics[0]["message"].as_str().unwrap().contains("/nowhere/chrome"), "{report}");
    let mut command = talk.command(&["export", "pdf", "talk"]);
    let output = command.env("ORATE_BROWSER", "/nowhere/else").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/else"));
    assert!(!talk.path("talk.pdf").exists());
}

#[cfg(unix)]
#[test]
fn a_browser_that_never_answers_is_ended_in_time() {
    let talk = Talk::new(SLIDES);
    let browser = talk.stand_in("exec sleep 987654");
    let start = Instant::now();
    let report = talk.json(2, &["export", "pdf", "talk", "--timeout", "1", "--browser", &browser]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let message = report["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains("has not answered within 1 s"), "{message}");
    assert_eq!(talk.litter(), [] as [PathBuf; 0]);
    assert_eq!(processes("987654"), [] as [String; 0]);
}

#[cfg(unix)]
#[test]
fn a_browser_that_ends_by_itself_is_quoted() {
    let talk = Talk::new(SLIDES);
    let browser = talk.stand_in("echo 'the moon is full' >&2; exit 3");
    let report = talk.json(2, &["export", "pdf", "talk", "--browser", &browser]);
    let message = report["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains("ended by itself") && message.contains("the moon is full"), "{message}");
    assert_eq!(talk.litter(), [] as [PathBuf; 0]);
}

/// The command lines of processes that hold a text.
fn processes(text: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    lines
        .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
        .filter(|line| line.contains(text))
        .collect()
}

/// When orate is killed, in milliseconds after its start: before the browser starts, while it prints, and after all is done.
const KILLS: [u64; 20] =
    [0, 10, 20, 40, 80, 120, 180, 250, 320, 400, 480, 560, 650, 750, 850, 950, 1100, 1300, 1600, 2000];

/// A kill at any moment leaves no process, no profile and no half file.
#[cfg(target_os = "linux")]
#[test]
fn a_kill_leaves_nothing_behind() {
    let Some(_) = Chromium::start() else { return };
    // Several at a time, since each mostly waits.
    std::thread::scope(|scope| {
        for moments in KILLS.chunks(5) {
            scope.spawn(|| moments.iter().for_each(|&moment| check_killed(moment)));
        }
    });
}

#[cfg(target_os = "linux")]
fn check_killed(moment: u64) {
    let talk = Talk::new(SLIDES);
    let mut command = talk.command(&["export", "pdf", "talk", "--quiet", "-o", "out/a.pdf"]);
    let mut orate = command.stderr(Stdio::null()).spawn().expect("orate runs");
    std::thread::sleep(Duration::from_millis(moment));
    orate.kill().expect("it can be killed");
    orate.wait().expect("it ends");
    check_tidy(&talk, &format!("after {moment} ms"));
    check_whole(&talk.path("out"));
}

/// Whether no browser was started in a temporary folder: orate was killed just before, and its next run removes the folder.
#[cfg(target_os = "linux")]
fn is_unused(folder: &Path) -> bool {
    ["output.txt", "profile"].iter().all(|name| !folder.join(name).exists())
}

/// No process of the talk's temporary folder runs on, and nothing of a browser is left in it, in a while.
#[cfg(target_os = "linux")]
#[track_caller]
fn check_tidy(talk: &Talk, when: &str) {
    let profile = talk.path("tmp").display().to_string();
    let patient_until = Instant::now() + Duration::from_secs(30);
    while !(processes(&profile).is_empty() && talk.litter().iter().all(|folder| is_unused(folder.as_path())))
    {
        let left = (processes(&profile), talk.litter());
        assert!(Instant::now() < patient_until, "{when}: {left:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A browser that is killed is reported, and leaves as little behind.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_that_is_killed_is_reported() {
    let Some(_) = Chromium::start() else { return };
    let many: String = (0..200).map(|slide| format!("# Slide {slide}\n\n\n---\n\n")).collect();
    for moment in [0, 100, 300] {
        let talk = Talk::new(&many);
        let mut command = talk.command(&["export", "pdf", "talk", "--json", "-o", "out/a.pdf"]);
        let orate = command.stdout(Stdio::piped()).spawn().expect("orate runs");
        let profile = talk.path("tmp").display().to_string();
        let browser = wait_for_browser(&profile);
        std::thread::sleep(Duration::from_millis(moment));
        let _ = Command::new("kill").args(["-9", &browser]).status();
        let output = orate.wait_with_output().expect("it ends");
        let report: Value = serde_json::from_slice(&output.stdout).expect("a report is JSON");
        // It may have been done already.
        if output.status.code() != Some(0) {
            assert_eq!(output.status.code(), Some(2), "{report}");
            assert_eq!(report["diagnostics"][0]["code"], "browser-failed", "{report}");
            assert!(!talk.path("out/a.pdf").exists());
        }
        check_tidy(&talk, &format!("after {moment} ms"));
        check_whole(&talk.path("out"));
    }
}

/// The process of the browser that has a profile in this folder, once it is there.
#[cfg(target_os = "linux")]
fn wait_for_browser(profile: &str) -> String {
    let patient_until = Instant::now() + Duration::from_secs(30);
    loop {
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            // Its helpers say what they are, and the shell that watches over it begins with its own name.
            let is_browser =
                line.contains(profile) && !line.contains("--type=") && !line.contains("orate-browser ");
            if is_browser && line.contains("--remote-debugging-pipe") {
                return entry.file_name().to_string_lossy().into_owned();
            }
        }
        assert!(Instant::now() < patient_until, "no browser started");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A disk without room for the PDF keeps the old one; one without room for the browser's profile is reported, too.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let Some(_) = Chromium::start() else { return };
    for (room, folder) in [("8k", "tmp"), ("64k", "elsewhere")] {
        let talk = Talk::new(SLIDES);
        let script = format!(
            "mkdir full elsewhere && mount -t tmpfs -o size={room} none full && printf '%%PDF-old' > full/a.pdf || exit 77
             test {folder} = tmp || export TMPDIR=\"$PWD/full\"
             \"$0\" export pdf talk --json -o full/a.pdf; code=$?
             ls -A full; cat full/a.pdf; exit $code"
        );
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", &script, env!("CARGO_BIN_EXE_orate")]);
        let output = command.current_dir(talk.path("")).env("TMPDIR", talk.path("tmp")).output();
        let Some(output) = output.ok().filter(|output| output.status.code() != Some(77)) else {
            eprintln!("\n*** no file system can be mounted here: this test looked at NOTHING ***\n");
            return;
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}{}", String::from_utf8_lossy(&output.stderr));
        let (report, rest) = text.split_once('\n').expect("a report is a line");
        let report: Value = serde_json::from_str(report).expect("a report is JSON");
        assert_eq!(report["errors"], 1, "{report}");
        assert_eq!(rest, "a.pdf\n%PDF-old", "{report}");
        check_tidy(&talk, room);
    }
}

/// A folder holds no PDF, or whole ones.
#[track_caller]
fn check_whole(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        assert_eq!(entry.file_name(), "a.pdf");
        assert!(fs::read(entry.path()).expect("it can be read").ends_with(b"%%EOF\n"));
    }
}

#[test]
fn the_notes_of_a_talk_become_a_text() {
    let talk = Talk::new(
        "# One *two*\n\nNote: First **this**,\nthen:\n\n1. that\n2. more\n\n\n---\n\n<!-- .slide: data-notes=\"of the slide\" -->\n## Three\n\n<aside class=\"notes\"><p>by hand</p></aside>\n\n\n---\n\nno heading\n\n\n---\n\n<!-- .slide: data-visibility=\"hidden\" -->\n# Hidden\n",
    );
    let report = talk.json(0, &["export", "notes", "talk"]);
    assert_eq!(report["files"][0], "talk-notes.txt", "{report}");
    let plain = "A talk\n\n1. One two\n----------\n\nFirst this, then:\n\n1. that\n2. more\n\n2. Three\n--------\n\nof the slide\n\nby hand\n\n3. —\n----\n";
    assert_eq!(fs::read_to_string(talk.path("talk-notes.txt")).unwrap(), plain);
    talk.json(0, &["export", "notes", "talk", "-o", "notes.md"]);
    let markdown = "# A talk\n\n## 1. One two\n\nFirst **this**, then:\n\n1. that\n2. more\n\n## 2. Three\n\nof the slide\n\nby hand\n\n## 3. —\n";
    assert_eq!(fs::read_to_string(talk.path("notes.md")).unwrap(), markdown);
    talk.put("notes.md", "my own");
    talk.json(2, &["export", "notes", "talk", "-o", "notes.md"]);
    assert_eq!(fs::read_to_string(talk.path("notes.md")).unwrap(), "my own");
    let report = talk.json(2, &["export", "notes", "talk", "--public", "-o", "b.md"]);
    assert_eq!(report["diagnostics"][0]["code"], "wrong-options", "{report}");
}

#[test]
fn a_handout_has_each_slide_with_what_is_said_to_it() {
    let Some(_) = Chromium::start() else { return };
    let long = "a long note that goes on and on. ".repeat(200);
    let talk = Talk::new(&format!(
        "# One\n\nNote: said to one\n\n\n---\n\n## Two\n\nNote: {long}\n\n\n---\n\n## Three\n"
    ));
    let report = talk.json(0, &["export", "handout", "talk", "-o", "a.pdf"]);
    assert_eq!(report["pages"], 3, "{report}");
    let first = pdf(&talk, "a.pdf");
    assert_eq!(fact(&first, b"Author").as_deref(), Some("Ada, Bo"));
    let numbers: Vec<u32> = first.get_pages().into_keys().collect();
    let words = first.extract_text(&numbers).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("said to one") && words.matches("goes on").count() == 200, "{words}");
    talk.json(0, &["export", "handout", "talk", "--slides-on-page", "1", "--paper", "letter", "-o", "b.pdf"]);
    let second = pdf(&talk, "b.pdf");
    assert!(second.get_pages().len() >= 3);
    let page = second.get_dictionary(second.get_pages()[&1]).unwrap();
    let size: Vec<f32> = page
        .get(b"MediaBox")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|side| side.as_float().unwrap())
        .collect();
    assert_eq!(size, [0.0, 0.0, 612.0, 792.0]);
    talk.json(0, &["export", "handout", "talk", "--public", "-o", "c.pdf"]);
    let public = pdf(&talk, "c.pdf");
    assert!(!public.extract_text(&[1]).unwrap().contains("said"));
}

/// The words of texts, in their order. Signs are none, and what a sign parts is two: a PDF has spaces of its own.
fn words<T: AsRef<str>>(texts: &[T]) -> Vec<Vec<String>> {
    let of = |text: &T| {
        let words = text.as_ref().split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    texts.iter().map(of).collect()
}

const READ_ALOUD: &str = "\
# A *title* with two parts

By somebody


---

## Points

- first
  - deeper
- second <!-- .element: class=\"fragment\" -->

> Quoted words

| one | two |
|---|---|
| three | four |

Note: notes of *points*

- and more


---

## Columns

::: columns
left side

+++

right side
:::

```rust
fn main() {}
```

Last words

Note: notes of columns
";

#[test]
fn the_words_of_pages_and_notes_come_in_the_order_of_the_transcript() {
    let Some(chromium) = Chromium::start() else { return };
    let site = Talk::new("");
    site.put("site/orate.toml", "title = \"Talks\"\n[site]\ntalks = [\"*\"]\n");
    site.put("site/one/slides.md", READ_ALOUD);
    site.put("site/one/orate.toml", SETTINGS);
    site.json(0, &["build", "site", "-o", "out"]);
    site.json(0, &["export", "pdf", "site/one", "-o", "a.pdf"]);
    site.json(0, &["export", "notes", "site/one", "-o", "a.txt"]);
    let page = chromium.open(&file_url(&site.path("out/one/transcript/index.html")));
    let texts = |of: &str| {
        let texts = page.evaluate(&format!(
            "[...document.querySelectorAll('.transcript .slide')].map((slide) => {{
               const notes = slide.querySelector('.said');
               const words = notes ? notes.innerText : '';
               if (notes) notes.remove();
               const text = slide.innerText;
               if (notes) slide.append(notes);
               return {of} }})"
        ));
        let texts = texts.as_array().expect("a list").iter();
        words(&texts.map(|text| text.as_str().expect("a text")).collect::<Vec<_>>())
    };
    let pdf = pdf(&site, "a.pdf");
    let pages: Vec<_> = (1..=3).map(|page| pdf.extract_text(&[page]).expect("a page has text")).collect();
    assert_eq!(words(&pages), texts("text"));
    let notes = fs::read_to_string(site.path("a.txt")).expect("a text");
    let leads = ["A title with two parts", "Points", "Columns"];
    let of = |(index, lead): (usize, &str)| {
        let (_, text) = notes.split_once(&format!("{}. {lead}\n", index + 1)).expect("a slide has a heading");
        text.split(&format!("\n{}. ", index + 2)).next().unwrap_or_default().to_owned()
    };
    let notes: Vec<_> = leads.into_iter().enumerate().map(of).collect();
    assert_eq!(words(&notes), texts("words"));
}

#[test]
fn the_first_slide_of_a_pdf_is_as_large_as_the_others() {
    let Some(chromium) = Chromium::start() else { return };
    let talk = Talk::new("## One\n\ntext\n\n\n---\n\n## Two\n\ntext\n");
    talk.json(0, &["build", "talk"]);
    let page = chromium.blank();
    page.go(&format!("{}?print-pdf", file_url(&talk.path("talk/dist/index.html"))));
    page.wait_for("document.querySelector('.pdf-page') && window.Reveal?.isReady?.()");
    let sizes =
        "[...document.querySelectorAll('.pdf-page h2')].map((one) => one.getBoundingClientRect().height)";
    let sizes = page.evaluate(sizes);
    assert_eq!(sizes[0], sizes[1]);
    assert!(sizes[0].as_f64().is_some_and(|height| height > 20.0), "{sizes}");
}
