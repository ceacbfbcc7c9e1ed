//! `orate export`: files of a talk, made by a real browser; and what happens where there is none, or it does not do its work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use lopdf::{Document, Object};

use crate::chromium::Chromium;
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

#[test]
fn with_steps_each_step_is_a_page_that_is_called_by_its_slide() {
    let Some(_) = Chromium::start() else { return };
    let talk = Talk::new(SLIDES);
    let report = talk.json(0, &["export", "pdf", "talk", "--steps", "-o", "a.pdf"]);
    assert_eq!(report["pages"], 5, "{report}");
    let pdf = pdf(&talk, "a.pdf");
    let labels = pdf.catalog().unwrap().get(b"PageLabels").unwrap().as_dict().unwrap().get(b"Nums").unwrap();
    let labels: Vec<_> = labels
        .as_array()
        .unwrap()
        .chunks(2)
        .map(|pair| text(pair[1].as_dict().unwrap().get(b"P").unwrap()))
        .collect();
    assert_eq!(labels, ["1", "2", "2.1", "2.2", "3"]);
    assert_eq!(outline(&pdf).iter().map(|entry| entry.2).collect::<Vec<_>>(), [1, 2, 5]);
    assert_eq!(links(&pdf, 1), ["5", "2"], "a link leads to the first step");
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

/// A kill at any moment leaves no process, no profile and no half file.
#[cfg(target_os = "linux")]
#[test]
fn a_kill_leaves_nothing_behind() {
    let Some(_) = Chromium::start() else { return };
    for moment in [20, 120, 300, 500, 700, 900, 1200, 1600] {
        let talk = Talk::new(SLIDES);
        let mut command = talk.command(&["export", "pdf", "talk", "--quiet", "-o", "out/a.pdf"]);
        let mut orate = command.stderr(Stdio::null()).spawn().expect("orate runs");
        std::thread::sleep(Duration::from_millis(moment));
        orate.kill().expect("it can be killed");
        orate.wait().expect("it ends");
        let patient_until = Instant::now() + Duration::from_secs(20);
        let profile = talk.path("tmp").display().to_string();
        while !(processes(&profile).is_empty() && talk.litter().is_empty()) {
            assert!(
                Instant::now() < patient_until,
                "after {moment} ms: {:?}, {:?}",
                processes(&profile),
                talk.litter()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        check_whole(&talk.path("out"));
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
