//! What pictures hold beside what one sees does not go out, whatever the format and the way.

use std::fs;
use std::path::Path;

use base64::Engine as _;

use crate::cli::talk::{Talk, tree};

/// What must not be in anything that is given away; a number follows.
const SECRET: &str = "Canary";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
}

fn jpeg() -> Vec<u8> {
    let secret = |marker: u8, head: &str| segment(marker, format!("{head}{SECRET}{marker}").as_bytes());
    let segments: Vec<u8> = (0xE0..=0xEF).chain([0xFE]).flat_map(|marker| secret(marker, "")).collect();
    let known = [
        (0xE1, "Exif\0\0II*\0\x08\0\0\0\0\0"),
        (0xE1, "http://ns.adobe.com/xap/1.0/\0"),
        (0xE1, "http://ns.adobe.com/xmp/extension/\0"),
        (0xE2, "MPF\0"),
        (0xE0, "JFXX\0\x10"),
        (0xED, "Photoshop 3.0\08BIM"),
    ];
    let known: Vec<u8> = known.iter().flat_map(|(marker, head)| secret(*marker, head)).collect();
    [
        b"\xFF\xD8",
        &segments[..],
        &known,
        &segment(0xC0, b"\x08\0\x02\0\x02\x01\x01\x11\0"),
        &segment(0xDA, b"\x01\x01\0\0\x3F\0"),
        b"pixels of the jpeg",
        &secret(0xFE, "between"),
        b"\xFF\xD9\0\0\0\x18ftypmp42",
        SECRET.as_bytes(),
    ]
    .concat()
}

fn png() -> Vec<u8> {
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, 2, 1);
    for (name, text) in [("Author", "Canary"), ("mxfile", "<mxfile>Canary</mxfile>")] {
        encoder.add_text_chunk(name.into(), text.into()).unwrap();
        encoder.add_itxt_chunk(name.into(), text.into()).unwrap();
    }
    let mut writer = encoder.write_header().unwrap();
    for name in [*b"prVW", *b"mkBT", *b"vpAg", *b"eXIf", *b"tIME", *b"gAMA"] {
        writer.write_chunk(png::chunk::ChunkType(name), SECRET.as_bytes()).unwrap();
    }
    writer.write_image_data(&[1, 2]).unwrap();
    drop(writer);
    picture.extend(SECRET.as_bytes());
    picture
}

fn riff(name: &str, content: &[u8]) -> Vec<u8> {
    [name.as_bytes(), &(content.len() as u32).to_le_bytes(), content, &[0][..content.len() % 2]].concat()
}

fn webp() -> Vec<u8> {
    let frame =
        [&[0; 16][..], &riff("VP8L", b"pixels of the webp"), &riff("ABCD", SECRET.as_bytes())].concat();
    let secrets = ["EXIF", "XMP ", "JUNK"].map(|name| riff(name, SECRET.as_bytes())).concat();
    let head = riff("VP8X", &[0x0E, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
    riff("RIFF", &[b"WEBP", &head[..], &riff("ANIM", &[0; 6]), &riff("ANMF", &frame), &secrets].concat())
}

fn gif() -> Vec<u8> {
    let secret = [&[SECRET.len() as u8][..], SECRET.as_bytes(), b"\0"].concat();
    let extensions = [&b"!\xFE"[..], b"!\x01", b"!\xFF\x0BXMP DataXMP", b"!\xFF\x0BMGK8BIM0000"];
    let extensions: Vec<u8> = extensions.iter().flat_map(|head| [head, &secret[..]].concat()).collect();
    let head = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    [head, &extensions[..], b",\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x01\0;", SECRET.as_bytes()].concat()
}

/// A drawing that holds everything that drawing programs hide, and the other pictures.
fn svg() -> String {
    let inner: String =
        pictures().iter().map(|(name, bytes)| format!("<image href='{}'/>", data(name, bytes))).collect();
    let nested =
        format!("<svg xmlns='http://www.w3.org/2000/svg'><!-- Canary --><path d='M0 0'/>{inner}</svg>");
    format!(
        "<?xml version='1.0'?><?program Canary?><!-- Canary --><!DOCTYPE svg [<!ENTITY x 'Canary'>]>\
         <svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
         xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' \
         xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' \
         xmlns:i='http://ns.adobe.com/AdobeIllustrator/10.0/' width='4' height='3' \
         sodipodi:docname='Canary.svg' inkscape:export-filename='Canary.png' content='&lt;mxfile>Canary' data-x='Canary'>\
         <!-- payload-start -->Canary<!-- payload-end --><metadata>Canary</metadata>\
         <sodipodi:namedview id='Canary'/><defs><text id='unused'>Canary</text></defs>\
         <style>/*! Canary */ .hidden{{display:none}} .st0{{fill:red}}</style>\
         <switch><foreignObject requiredExtensions='http://ns.adobe.com/AdobeIllustrator/10.0/'><i:pgfRef>Canary</i:pgfRef>Canary</foreignObject><g class='st0'/></switch>\
         <i:pgf>Canary</i:pgf><g inkscape:label='Canary' style='display:none'><text>Canary</text></g>\
         <g display='none'><text>Canary</text></g><g class='hidden'><text>Canary</text></g>\
         <g visibility='hidden'><text>Canary</text></g><rect width='4' height='3' fill='red'><desc>Canary</desc></rect>\
         <style>.b{{background:url({})}}</style><image xlink:href='{}'/>{inner}</svg>",
        data("x.png", &png()),
        data("x.svg", nested.as_bytes()).replace('\'', "%27"),
    )
}

/// The pictures that are no drawings, by their names.
fn pictures() -> Vec<(&'static str, Vec<u8>)> {
    vec![("x.jpg", jpeg()), ("x.png", png()), ("x.webp", webp()), ("x.gif", gif())]
}

fn data(name: &str, bytes: &[u8]) -> String {
    let kind = match name.rsplit('.').next() {
        Some("jpg") => "jpeg",
        Some("svg") => "svg+xml",
        other => other.unwrap(),
    };
    format!("data:image/{kind};base64,{}", base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// Every way by which a picture gets into a talk; `ADDRESS` is where the picture's address is.
const WAYS: &[&str] = &[
    "![a](ADDRESS)",
    "[a](ADDRESS)",
    "<img src='ADDRESS' alt='a'>",
    "<img data-src='ADDRESS' alt='a'>",
    "<picture><source srcset='ADDRESS 2x'><img src='ADDRESS' alt='a'></picture>",
    "<video poster='ADDRESS' controls></video>",
    "<!-- .slide: data-background-image=\"ADDRESS\" -->",
    "<!-- .slide: data-background-iframe=\"ADDRESS\" -->",
    "<div style='background: url(ADDRESS)'>a</div>",
    "<style>.a { background: url(\"ADDRESS\") }</style>",
    "<svg viewBox='0 0 1 1'><image href='ADDRESS'/></svg>",
    "<svg viewBox='0 0 1 1'><image xlink:href='ADDRESS'/></svg>",
    "<a href='ADDRESS' download>a</a>",
    "<a data-preview-image='ADDRESS'>a</a>",
    "<iframe src='ADDRESS'></iframe>",
    "<input type=image src='ADDRESS' alt='a'>",
];

/// Ways that are for addresses alone.
const ADDRESS_WAYS: &[&str] = &[
    "<object data='ADDRESS'></object>",
    "<embed src='ADDRESS'>",
    "<link rel=icon href='ADDRESS'>",
    "<iframe srcdoc=\"<img src='ADDRESS'>\"></iframe>",
    "<svg viewBox='0 0 1 1'><use href='ADDRESS'/></svg>",
    "<div style='background: image-set(\"ADDRESS\" 2x)'>a</div>",
    "<style>.a { background: image-set(\"ADDRESS\" 2x) }</style>",
];

/// A talk with all pictures by all ways.
fn talk() -> Talk {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# One\n");
    let mut all = pictures();
    all.push(("x.svg", svg().into_bytes()));
    for (name, bytes) in &all {
        let path = talk.path(&format!("talk/images/{name}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        let by_file = WAYS.iter().map(|way| way.replace("ADDRESS", &format!("images/{name}")));
        let ways = WAYS.iter().chain(ADDRESS_WAYS);
        let by_address = ways.map(|way| way.replace("ADDRESS", &data(name, bytes)));
        let slides: Vec<String> = by_file.chain(by_address).map(|way| format!("## A\n\n{way}\n")).collect();
        talk.put(&format!("talk/slides/{name}.md"), &slides.join("\n---\n\n"));
    }
    let css: String = all
        .iter()
        .map(|(name, bytes)| {
            let address = data(name, bytes);
            format!(".a{{background:url(../images/{name}),url({address}),image-set(\"{address}\" 2x)}}\n")
        })
        .collect();
    talk.put("talk/themes/own.css", &css);
    talk.put("talk/page.html", &format!("<style>{css}</style><img src=\"{}\">", data("x.png", &png())));
    talk.put("talk/slides/9.md", "## A\n\n<iframe src='page.html'></iframe>\n\n[a](themes/own.css)\n");
    talk.put(
        "talk/templates/slide.html",
        &format!("{{{{ content }}}}<img src=\"{}\" alt=\"a\">", data("x.gif", &gif())),
    );
    talk
}

/// Finds the secret in bytes, and in what is written into addresses in them.
fn find(bytes: &[u8], way: &str, found: &mut Vec<String>) {
    if let Some(at) = memchr::memmem::find(bytes, SECRET.as_bytes()) {
        let around = &bytes[at.saturating_sub(60)..(at + 20).min(bytes.len())];
        found.push(format!("{way}: {}", around.escape_ascii()));
    }
    for at in memchr::memmem::find_iter(bytes, b"data:image/") {
        let ends = |byte: &u8| b"\"'<>) \n".contains(byte);
        let rest = &bytes[at..];
        let address = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        let Some(comma) = address.iter().position(|byte| *byte == b',') else { continue };
        let (head, body) = (&address[..comma], &address[comma + 1..]);
        let way = format!("{way} > {}", head.escape_ascii());
        let plain = percent_decoded(body);
        match head.ends_with(b";base64") {
            true => match base64::engine::general_purpose::STANDARD.decode(&plain) {
                Ok(bytes) => find(&bytes, &way, found),
                Err(_) => find(&plain, &way, found),
            },
            false => find(&plain, &way, found),
        }
    }
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *byte == b'%') {
            Some(value) => {
                decoded.push(value);
                rest = &after[2..];
            }
            None => {
                decoded.push(*byte);
                rest = after;
            }
        }
    }
    decoded
}

/// Checks that nothing in a folder holds the secret, and that the pictures are there.
#[track_caller]
fn check_clean(folder: &Path, pixels: &[&str]) {
    let mut found = Vec::new();
    let files = tree(folder);
    for (name, bytes) in &files {
        find(bytes, &name.display().to_string(), &mut found);
    }
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found.join("\n"));
    for pixels in pixels {
        let encoded =
            base64::engine::general_purpose::STANDARD_NO_PAD.encode(&pixels[..pixels.len() / 3 * 3]);
        let is_there = |bytes: &Vec<u8>| {
            memchr::memmem::find(bytes, pixels.as_bytes()).is_some()
                || (0..3).any(|shift| {
                    let shifted =
                        base64::engine::general_purpose::STANDARD_NO_PAD.encode(&pixels.as_bytes()[shift..]);
                    memchr::memmem::find(bytes, &shifted.as_bytes()[..encoded.len().min(12)]).is_some()
                })
        };
        assert!(files.values().any(is_there), "{pixels} are not there");
    }
}

#[test]
fn nothing_that_a_picture_hides_goes_out_by_any_way() {
    for settings in [
        "theme = \"themes/own.css\"\nimage = \"images/x.jpg\"\nurl = \"https://example.org/\"\n",
        "theme = \"themes/own.css\"\nembed = \"always\"\n",
        "theme = \"themes/own.css\"\nembed = \"never\"\n",
    ] {
        let talk = talk();
        talk.put("talk/orate.toml", settings);
        let run = talk.run(["build", "--public"]);
        assert_eq!(run.code, 0, "{}", run.errors);
        check_clean(&talk.path("talk/dist"), &["pixels of the jpeg", "pixels of the webp"]);
        let run = talk.run(["publish", "--to", "../public", "--yes"]);
        assert_eq!(run.code, 0, "{}", run.errors);
        check_clean(&talk.path("public"), &[]);
    }
}

#[test]
fn nothing_that_a_picture_hides_goes_out_in_one_file_or_in_a_site_of_talks() {
    let talk = talk();
    talk.put("talk/orate.toml", "theme = \"themes/own.css\"\n");
    fs::remove_file(talk.path("talk/slides/9.md")).unwrap();
    for name in ["x.jpg", "x.png", "x.webp", "x.gif", "x.svg"] {
        let path = format!("talk/slides/{name}.md");
        let text = fs::read_to_string(talk.path(&path)).unwrap();
        let is_inline = |slide: &&str| {
            !["](images", "href='images", "iframe"]
                .iter()
                .any(|link| slide.contains(link) && !slide.contains("![") && !slide.contains("<svg"))
        };
        talk.put(&path, &text.split("\n---\n").filter(is_inline).collect::<Vec<_>>().join("\n---\n"));
    }
    let run = talk.run(["build", "--public", "--single-file"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    check_clean(&talk.path("talk/dist"), &[]);

    let talk = self::talk();
    talk.put("talk/orate.toml", "theme = \"themes/own.css\"\nimage = \"images/x.jpg\"\n");
    talk.put("orate.toml", "title = \"Talks\"\nurl = \"https://example.org/\"\n[site]\ntalks = [\"talk\"]\n");
    let run = talk.run(["build", "..", "--public", "-o", "../out"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    check_clean(&talk.path("out"), &["pixels of the jpeg"]);
}

#[test]
fn a_build_for_oneself_leaves_pictures_as_they_are() {
    let talk = talk();
    talk.put("talk/orate.toml", "embed = \"never\"\n");
    talk.build();
    let files = tree(&talk.path("talk/dist"));
    for (name, bytes) in pictures() {
        assert!(files.values().any(|file| *file == bytes), "{name}");
    }
    assert!(files.values().any(|file| *file == svg().into_bytes()), "the drawing that is linked");
}

#[test]
fn what_cannot_be_cleaned_is_named_before_it_goes_out() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# One\n\n[a](a.mp4) [b](b.mp4) [c](c.pdf) [d](d.heic) [e](e.svg) [f](f.txt)\n\n![](data:image/tiff;base64,SUkqAA==)\n");
    for (name, text) in [
        ("a.mp4", "x"),
        ("b.mp4", "y"),
        ("c.pdf", "%PDF"),
        ("d.heic", "z"),
        ("e.svg", "<svg"),
        ("f.txt", "words"),
    ] {
        talk.put(&format!("talk/{name}"), text);
    }
    let run = talk.run(["build", "--public"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    for text in [
        "note[uncleaned-file]: orate publishes 2 films unchanged: `a.mp4`, `b.mp4`\n --> slides/1.md:3:5",
        "note[uncleaned-file]: orate publishes 1 document unchanged: `c.pdf`",
        "warning[uncleaned-picture]: orate publishes `d.heic` unchanged",
        "warning[uncleaned-picture]: orate publishes `e.svg` unchanged, since it cannot read it as SVG",
        "warning[uncleaned-picture]: orate publishes `data:image/tiff` unchanged",
    ] {
        assert!(run.errors.contains(text), "{text:?} is not in {}", run.errors);
    }
    assert!(!run.errors.contains("`f.txt`"), "{}", run.errors);
    let json = talk.run(["build", "--public", "--json"]).json();
    assert_eq!(json["uncleaned"][0], serde_json::json!({ "file": "a.mp4", "kind": "film" }));
    assert_eq!(json["uncleaned"].as_array().unwrap().len(), 6);
    assert_eq!(talk.run(["build", "--json"]).json()["uncleaned"], serde_json::json!([]));

    let run = talk.run(["publish", "--to", "../public", "--dry-run"]);
    let (named, plan) = (run.errors.find("publishes 2 films"), run.errors.find("to the folder"));
    assert!(named.is_some() && named < plan, "{}", run.errors);
    assert_eq!(run.errors.matches("publishes 2 films").count(), 1);
    let json = talk.run(["publish", "--to", "../public", "--dry-run", "--json"]).json();
    assert_eq!(json["uncleaned"].as_array().unwrap().len(), 6);
}

#[test]
fn a_linked_drawing_still_acts_and_leads_elsewhere() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# One\n\n[a](a.svg)\n");
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg'><title>A graph</title><a href='https://example.org/'><g \
                   onclick='go()' data-node='1'><title>A tip</title></g></a><g id='Draft' display='none'/>\
                   <script>if (1 &lt; 2) go()</script></svg>";
    talk.put("talk/a.svg", &drawing.replace("<script>", "<!-- Canary --><script>"));
    let run = talk.run(["build", "--public"]);
    assert!(
        run.errors.contains("warning[hidden-layer]: orate publishes the hidden layer `Draft` of `a.svg`"),
        "{}",
        run.errors
    );
    let files = tree(&talk.path("talk/dist/assets"));
    let (_, bytes) = files.iter().next().unwrap();
    assert_eq!(String::from_utf8_lossy(bytes), drawing);
}
