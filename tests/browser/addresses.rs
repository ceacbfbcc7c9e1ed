//! Every address that a speaker may write leads to its file: whatever the name of the file, and wherever it is named.

use crate::READY;
use crate::chromium::{Chromium, Page, file_url};
use crate::references::{built, check_page};
use crate::static_server::StaticServer;

/// Names of files, and how an address writes them where it has to write them in another way.
const NAMES: [(&str, &str); 22] = [
    ("paren(1).svg", "paren(1).svg"),
    ("(both) ends (2).svg", "(both) ends (2).svg"),
    ("open(3.svg", "open(3.svg"),
    ("close)4.svg", "close)4.svg"),
    ("url(5).svg", "url(5).svg"),
    ("it's.svg", "it's.svg"),
    ("say \"hi\".svg", "say \"hi\".svg"),
    ("two  words.svg", "two  words.svg"),
    ("100%.svg", "100%.svg"),
    ("50%25.svg", "50%2525.svg"),
    ("hash#1.svg", "hash%231.svg"),
    ("what?.svg", "what%3F.svg"),
    ("9 lives.svg", "9 lives.svg"),
    ("-1.svg", "-1.svg"),
    ("caf\u{e9}.svg", "cafe\u{301}.svg"),
    ("nin\u{303}o.svg", "ni\u{f1}o.svg"),
    ("\u{65e5}\u{672c}.svg", "%E6%97%A5\u{672c}.svg"),
    ("[x] {y}.svg", "[x] {y}.svg"),
    ("a&b;c.svg", "a&b;c.svg"),
    ("a+b=c@d~e!$f.svg", "a+b=c@d~e!$f.svg"),
    ("a^b`c|d<e>f.svg", "a^b`c|d<e>f.svg"),
    ("comma,x.svg", "comma%2Cx.svg"),
];

/// A picture that is so many pixels wide, whose text makes it larger than what is embedded by itself.
fn picture(width: usize) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='30'><rect width='9' height='9'/></svg>"
    )
}

/// An address between the quotes of an attribute.
fn attribute(address: &str) -> String {
    address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// An address as an unquoted `url()` of CSS writes it.
fn escaped(address: &str) -> String {
    address.chars().map(|it| if it.is_alphanumeric() { it.to_string() } else { format!("\\{it}") }).collect()
}

/// An address as a candidate of a `srcset`, which ends at white space.
fn candidate(address: &str) -> String {
    attribute(&address.replace(' ', "%20"))
}

/// A slide that names a file in every way, and elements to look at by their ids.
fn slides(index: usize, address: &str) -> String {
    // A comment has no entities, and a quote ends its value.
    let comment = address.replace('"', "%22");
    let (name, quoted, in_comment) = (attribute(address), comment.replace('\'', "\\'"), escaped(&comment));
    let (escaped, candidate) = (attribute(&escaped(address)), candidate(address));
    let sheet = address.replace('"', "\\\"").replace('<', "\\3c ");
    [
        format!("<!-- .slide: data-background=\"images/{comment}\" id=\"plain{index}\" -->"),
        format!("<!-- .slide: data-background-image=\"images/{comment}\" id=\"image{index}\" -->"),
        format!("<!-- .slide: data-background-image=\"images/{comment} , linear-gradient(rgb(0, 0, 0), red), images/other.svg\" id=\"list{index}\" -->"),
        format!("<!-- .slide: data-background=\"url('images/{quoted}')\" id=\"css{index}\" -->"),
        format!("<!-- .slide: data-background=\"url(images/{in_comment}) center / cover, red\" id=\"cover{index}\" -->"),
        format!("<!-- .slide: data-background-gradient=\"linear-gradient(red, blue), image-set(url(images/{in_comment}) 1x)\" id=\"gradient{index}\" -->"),
        format!(
            "<div>\n<img id=\"img{index}\" src=\"images/{name}\" alt=x><img id=\"data{index}\" data-src=\"images/{name}\" alt=x><img id=\"set{index}\" srcset=\"images/{candidate} 1x, images/{candidate} 2x\" alt=x>\
             <video id=\"video{index}\" poster=\"images/{name}\"></video><a id=\"preview{index}\" data-preview-image=\"images/{name}\">x</a>\
             <p id=\"style{index}\" style=\"background: url(images/{escaped})\">x</p><p id=\"sheet{index}\">x</p>\
             <style>#sheet{index} {{ background: image-set(\"images/{sheet}\" 1x) }}</style>\n</div>"
        ),
    ]
    .map(|slide| if slide.starts_with("<!--") { slide + "\n\nx" } else { slide })
    .join("\n\n---\n\n")
}

/// Grounds that are no pictures of the talk.
const OTHERS: &str = "

---

<!-- .slide: data-background=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='7' height='9'><path d='M0,0(1)'/></svg>\" id=\"here\" -->

---

<!-- .slide: data-background-image=\"url(images/other.svg), none, data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHdpZHRoPSc2JyBoZWlnaHQ9JzknLz4=\" id=\"mixed\" -->

---

<!-- .slide: data-background=\"rgb(1, 2, 3)\" id=\"color\" -->

---

<!-- .slide: data-background-video=\"films/f(1).mp4, films/f 2.webm\" id=\"film\" -->

---

<!-- .slide: data-background-iframe=\"pages/p (1).html\" id=\"frame\" -->
";

/// What the page does to name, in one list, each picture that is not as wide as its file.
const LOOK: &str = "window.wrong = (count) => (async () => {
  const wrong = [];
  const check = async (id, address, width) => {
    const image = new Image(); image.src = address ?? 'data:,';
    await image.decode().catch(() => {});
    if (image.naturalWidth !== width) wrong.push(`${id}: ${image.naturalWidth} for ${width}, ${String(address).slice(0, 90)}`);
  };
  const urls = (element) => [...getComputedStyle(element).backgroundImage.matchAll(/url\\(\"((?:[^\"\\\\]|\\\\.)*)\"\\)/g)].map((it) => it[1].replaceAll('\\\\', ''));
  for (let i = 0; i < count; i++) {
    const width = 40 + i;
    for (const [id, content] of [['plain', 1], ['image', 1], ['list', 1], ['gradient', 1], ['css', 0], ['cover', 0]]) {
      const slide = document.getElementById(id + i);
      Reveal.slide(Reveal.getIndices(slide).h);
      const background = Reveal.getSlideBackground(slide);
      const found = urls(content ? background.querySelector('.slide-background-content') : background);
      await check(id + i, found[0], width);
      if (id === 'list') await check(id + i, found[1], 8);
    }
    const get = (id) => document.getElementById(id + i);
    Reveal.slide(Reveal.getIndices(get('img').closest('section')).h);
    for (const id of ['img', 'data', 'set']) { const image = get(id); await image.decode().catch(() => {}); await check(id + i, image.currentSrc, width); }
    await check('poster' + i, get('video').poster, width);
    await check('preview' + i, get('preview').dataset.previewImage, width);
    for (const id of ['style', 'sheet']) await check(id + i, urls(get(id))[0], width);
  }
  const backgroundOf = (id) => { const slide = document.getElementById(id); Reveal.slide(Reveal.getIndices(slide).h); return Reveal.getSlideBackground(slide); };
  const content = (id) => backgroundOf(id).querySelector('.slide-background-content');
  await check('here', urls(content('here'))[0], 7);
  const mixed = urls(content('mixed'));
  await check('mixed', mixed[0], 8);
  await check('mixed', mixed[1], 6);
  if (getComputedStyle(backgroundOf('color')).backgroundColor !== 'rgb(1, 2, 3)') wrong.push('color');
  const films = [...content('film').querySelectorAll('source')].map((it) => it.getAttribute('src'));
  if (!/f-1.*mp4|video.mp4/.test(films[0]) || !/f-2.*webm|video.webm/.test(films[1])) wrong.push(`film: ${films}`);
  const frame = content('frame').querySelector('iframe');
  if (!/p-1.*html|p%20/.test(frame.getAttribute('src') ?? frame.dataset.src)) wrong.push(`frame: ${frame.outerHTML}`);
  return wrong;
})()";

fn look(page: &Page<'_>, count: usize) -> Vec<String> {
    page.evaluate(&format!("{LOOK}; 0"));
    let wrong = page.evaluate(&format!("wrong({count})"));
    wrong.as_array().expect("a list").iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_file_of_any_name_is_shown_wherever_it_is_named() {
    let Some(chromium) = Chromium::start() else { return };
    let names: Vec<String> = NAMES.iter().map(|(name, _)| format!("images/{name}")).collect();
    let pictures: Vec<String> = (0..names.len()).map(|index| picture(40 + index)).collect();
    let slides: Vec<String> =
        NAMES.iter().enumerate().map(|(index, (_, address))| slides(index, address)).collect();
    let (slides, other) = (slides.join("\n\n---\n\n") + OTHERS, picture(8));
    let mut files = vec![("slides/1.md", slides.as_str()), ("images/other.svg", other.as_str())];
    files.extend([
        ("films/f(1).mp4", "1"),
        ("films/f 2.webm", "2"),
        ("pages/p (1).html", "<!doctype html><p>p"),
    ]);
    files.extend(names.iter().map(String::as_str).zip(pictures.iter().map(String::as_str)));
    let mut wrong = Vec::new();
    for embed in ["always", "never"] {
        let settings = format!("title = \"T\"\nseparator = \"dashes\"\nembed = \"{embed}\"\n");
        let files: Vec<_> = files.iter().copied().chain([("orate.toml", settings.as_str())]).collect();
        let folder = built(&files, &[]);
        let dist = folder.path().join("dist");
        let server = StaticServer::start(dist.clone());
        let file = file_url(&dist.join("index.html"));
        for url in [file.clone(), server.url(), format!("{file}?print-pdf")] {
            let page = chromium.blank();
            match url == format!("{file}?print-pdf") {
                true => page.go(&url),
                false => check_page(&page, &url, &[]),
            }
            page.wait_for(READY);
            wrong.extend(
                look(&page, NAMES.len()).into_iter().map(|it| format!("{embed}, {}: {it}", &url[..4])),
            );
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
