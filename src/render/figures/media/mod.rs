//! Films, sounds and the players of others: what Markdown's pictures become where they show no picture.
//!
//! `![A harbour](harbour.mp4)` is a film and `![The bell](bell.mp3)` a sound, with the browser's own controls.
//! `![The talk](https://youtu.be/…)` is a plate with the talk's title: nothing is asked for until somebody wants to see
//! it, and without a script it is a link. What an author wrote as HTML stays as it is.

mod player;

use self::player::Player;
use super::qr;
use crate::assets::{Address, media_type};
use crate::deck::{Attribute, Attributes};
use crate::html::tree::{Element, Finished, Kind, NodeId, ROOT, Tree, Vocabulary};
use crate::render::facts::has_class;
use crate::text::{Diagnostic, Slice, Span};

/// The class of a picture that is a page to be shown within the slide.
const FRAME: &str = "frame";

/// The class of what stands for a player.
const PLATE: &str = "orate-player";

/// Attributes of films and sounds that are there or not.
const SWITCHES: [&str; 4] = ["autoplay", "controls", "loop", "muted"];

/// What a picture of Markdown shows.
enum Medium {
    Film,
    Sound,
    Player(Player),
}

/// Puts films, sounds and players where pictures of Markdown ask for them. `language` is that of the talk, and so of
/// captions that name none.
pub fn place(tree: &mut Tree, source: Slice<'_>, language: &str, diagnostics: &mut Vec<Diagnostic>) {
    let pictures: Vec<(NodeId, Medium)> =
        tree.below(ROOT).filter_map(|id| Some((id, medium(tree, id)?))).collect();
    for (id, medium) in pictures {
        let at = tree.node(id).at.unwrap_or(source.span.head());
        match medium {
            Medium::Film => native(tree, id, "video", language, at, diagnostics),
            Medium::Sound => native(tree, id, "audio", language, at, diagnostics),
            Medium::Player(player) => plate(tree, id, &player),
        }
    }
}

/// Whether a node is a film, a sound or a plate that a picture of Markdown became.
pub fn is_medium(tree: &Tree, id: NodeId) -> bool {
    tree.node(id).at.is_some()
        && tree
            .element(id)
            .is_some_and(|it| it.is("video") || it.is("audio") || it.is("a") && has_class(it, PLATE))
}

/// Whether a slide has films, sounds or players of others, which have a style and a script of their own.
pub fn has_players(tree: &Tree) -> bool {
    let is_player = |element: &Element| {
        let is_plate = element.is("a") && has_class(element, PLATE);
        is_plate || element.is("audio") || element.is("video")
    };
    tree.below(ROOT).any(|id| tree.element(id).is_some_and(is_player))
}

fn medium(tree: &Tree, id: NodeId) -> Option<Medium> {
    tree.node(id).at?;
    let element = tree.element(id).filter(|element| element.is("img"))?;
    let address = element.attributes.value("src")?;
    let path = match Address::of(address) {
        Address::File { path, .. } => path,
        Address::Outside { scheme } if matches!(&*scheme, "" | "http" | "https") => {
            let is_in_link = tree.parent(id).and_then(|it| tree.element(it)).is_some_and(|it| it.is("a"));
            let player =
                Player::of(address).or_else(|| has_class(element, FRAME).then(|| Player::any(address)));
            if let Some(player) = player.filter(|_| !is_in_link) {
                return Some(Medium::Player(player));
            }
            address.split(['?', '#']).next().unwrap_or_default()
        }
        _ => return None,
    };
    let media_type = media_type(path);
    if media_type.starts_with("video/") {
        Some(Medium::Film)
    } else if media_type.starts_with("audio/") {
        Some(Medium::Sound)
    } else {
        None
    }
}

/// Makes a picture the film or the sound that it names.
fn native(
    tree: &mut Tree,
    id: NodeId,
    name: &'static str,
    language: &str,
    at: Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(picture) = tree.element_mut(id) else { return };
    let mut given = std::mem::take(&mut picture.attributes);
    picture.name = name.into();
    let attributes = &mut picture.attributes;
    let source = given.take("src");
    let address = source.as_ref().map(|source| source.value.clone()).unwrap_or_default();
    source.into_iter().for_each(|source| attributes.set(source));
    let alt = given.take("alt").filter(|alt| !alt.value.trim().is_empty());
    alt.iter().for_each(|alt| attributes.set(Attribute { name: "aria-label".into(), ..alt.clone() }));
    let captions = given.take("captions");
    let switches =
        SWITCHES.map(|name| given.take(name).map(|it| !matches!(it.value.trim(), "false" | "off")));
    let [autoplay, controls, is_loop, muted] = switches;
    let flags = [
        ("controls", controls != Some(false)),
        // The deck starts it when its slide is shown.
        ("data-autoplay", autoplay == Some(true)),
        ("loop", is_loop == Some(true)),
        ("muted", muted == Some(true)),
        ("playsinline", name == "video"),
    ];
    let on = flags.into_iter().filter(|(_, is_on)| *is_on);
    on.for_each(|(name, _)| attributes.set(attribute(name, "")));
    // What is elsewhere is asked for when somebody wants it.
    let is_outside = matches!(Address::of(&address), Address::Outside { .. });
    attributes.set(attribute("preload", if is_outside { "none" } else { "metadata" }));
    given.iter().for_each(|attribute| attributes.set(attribute.clone()));
    if let Some(captions) = captions {
        tracks(tree, id, &captions, language, at, diagnostics);
    }
    if is_outside {
        let link = Attributes::from_iter([attribute("href", &address)]);
        let link = element(tree, "a", link, None);
        tree.append_text(link, alt.as_ref().map_or(&*address, |alt| &*alt.value));
        tree.append(id, link);
    }
}

/// Adds captions: files of WebVTT, the first of which is shown. Their names may tell their language: `talk.de.vtt`.
fn tracks(
    tree: &mut Tree,
    id: NodeId,
    captions: &Attribute,
    language: &str,
    at: Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (index, file) in captions.value.split_ascii_whitespace().enumerate() {
        let path = file.split(['?', '#']).next().unwrap_or_default();
        if !path.to_ascii_lowercase().ends_with(".vtt") {
            diagnostics.push(
                Diagnostic::warning("wrong-captions", at, format!("browsers show no captions from `{file}`"))
                    .help("write them as WebVTT, `.vtt`; `ffmpeg -i talk.srt talk.vtt` makes it from others"),
            );
            continue;
        }
        let language = language_of(path).unwrap_or(language);
        let mut attributes = Attributes::from_iter([
            attribute("kind", "captions"),
            attribute("src", file),
            attribute("srclang", language),
            attribute("label", language),
        ]);
        if index == 0 {
            attributes.set(attribute("default", ""));
        }
        let track = element(tree, "track", attributes, None);
        tree.append(id, track);
    }
}

/// The language that a file's name tells: `de` of `talk.de.vtt`, `pt-BR` of `talk.pt-BR.vtt`.
fn language_of(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, _) = name.rsplit_once('.')?;
    let (_, language) = stem.rsplit_once('.')?;
    let mut parts = language.split('-');
    let is_tag = parts
        .next()
        .is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase()))
        && parts.all(|it| (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric()));
    is_tag.then_some(language)
}

/// Makes a picture the plate of a player: a link that a script turns into the player.
fn plate(tree: &mut Tree, id: NodeId, player: &Player) {
    let Some(picture) = tree.element_mut(id) else { return };
    let mut given = std::mem::take(&mut picture.attributes);
    given.take("src");
    let title = given.take("alt").map(|alt| alt.value).filter(|alt| !alt.trim().is_empty());
    let poster = given.take("poster");
    let sides = ["width", "height"]
        .map(|name| given.take(name).map(|side| format!("{name}:{}", length(&side.value))));
    let sides = sides.into_iter().flatten().chain(given.take("style").map(|style| style.value));
    let style = sides.collect::<Vec<_>>().join(";");
    if !style.is_empty() {
        given.set(attribute("style", &style));
    }
    picture.name = "a".into();
    picture.attributes = [attribute("href", &player.page), attribute("data-player", &player.frame)]
        .into_iter()
        .chain(given.iter().cloned())
        .collect();
    picture.attributes.add_class(PLATE);
    if let Some(poster) = poster {
        let poster =
            Attributes::from_iter([Attribute { name: "src".into(), ..poster }, attribute("alt", "")]);
        let poster = element(tree, "img", poster, None);
        tree.append(id, poster);
    }
    let words =
        element(tree, "span", Attributes::from_iter([attribute("class", "orate-player-words")]), None);
    if let Some(title) = title {
        let strong = element(tree, "strong", Attributes::default(), None);
        tree.append_text(strong, &title);
        tree.append(words, strong);
        tree.append_text(words, " ");
    }
    let host = element(tree, "span", Attributes::default(), None);
    tree.append_text(host, &player.host);
    tree.append(words, host);
    tree.append(id, words);
    // On paper nothing plays: there the code leads to it.
    if let Some(code) = qr::decoration(&player.page) {
        let code = tree.create(Kind::Finished(Finished { html: code, text: String::new() }), None);
        tree.append(id, code);
    }
}

/// A side as a picture's attribute says it, as CSS says it.
fn length(side: &str) -> String {
    if side.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        format!("{side}px")
    } else {
        side.to_owned()
    }
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: name.into(), value: value.into(), at: None }
}

fn element(tree: &mut Tree, name: &'static str, attributes: Attributes, at: Option<Span>) -> NodeId {
    tree.create(Kind::Element(Element { name: name.into(), vocabulary: Vocabulary::Html, attributes }), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_captions_tells_its_language() {
        assert_eq!(language_of("a/talk.de.vtt"), Some("de"));
        assert_eq!(language_of("talk.pt-BR.vtt"), Some("pt-BR"));
        for path in ["talk.vtt", "talk.v2.vtt", "talk.final.vtt", "de.vtt", "a.de/talk.vtt"] {
            assert_eq!(language_of(path), None, "{path}");
        }
    }
}
