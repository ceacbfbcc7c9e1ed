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
use crate::html::tree::{Element, NodeId, ROOT, Tree};
use crate::render::budget::Account;
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
pub(crate) fn place(
    tree: &mut Tree,
    source: Slice<'_>,
    language: &str,
    account: &Account<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let pictures: Vec<(NodeId, Medium)> =
        tree.below(ROOT).filter_map(|id| Some((id, medium(tree, id)?))).collect();
    for (id, medium) in pictures {
        let at = tree.node(id).at.unwrap_or(source.span.head());
        match medium {
            Medium::Film => diagnostics.extend(native(tree, id, "video", language, at)),
            Medium::Sound => diagnostics.extend(native(tree, id, "audio", language, at)),
            Medium::Player(player) => {
                // On paper nothing plays: there the code leads to it.
                let code = qr::decoration(&player.page, at, account);
                let code = code.unwrap_or_else(|diagnostic| {
                    diagnostics.push(diagnostic);
                    None
                });
                plate(tree, id, &player, code);
            }
        }
    }
}

/// Whether a node is a film, a sound or a plate that a picture of Markdown became.
pub(crate) fn is_medium(tree: &Tree, id: NodeId) -> bool {
    tree.node(id).at.is_some()
        && tree.element(id).is_some_and(|it| {
            it.is("video") || it.is("audio") || it.is("a") && it.attributes.has_class(PLATE)
        })
}

/// Whether a slide has films, sounds or players of others, which have a style and a script of their own.
pub(crate) fn has_players(tree: &Tree) -> bool {
    let is_player = |element: &Element| {
        let is_plate = element.is("a") && element.attributes.has_class(PLATE);
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
            let player = Player::of(address)
                .or_else(|| element.attributes.has_class(FRAME).then(|| Player::any(address)));
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
fn native(tree: &mut Tree, id: NodeId, name: &'static str, language: &str, at: Span) -> Vec<Diagnostic> {
    let Some(picture) = tree.element_mut(id) else { return Vec::new() };
    let mut written = std::mem::take(&mut picture.attributes);
    picture.name = name.into();
    let attributes = &mut picture.attributes;
    let source = written.take("src");
    let address = source.as_ref().map(|source| source.value.clone()).unwrap_or_default();
    source.into_iter().for_each(|source| attributes.set(source));
    let alt = written.take("alt").filter(|alt| !alt.value.trim().is_empty());
    alt.iter().for_each(|alt| attributes.set(Attribute { name: "aria-label".into(), ..alt.clone() }));
    let captions = written.take("captions");
    let switches =
        SWITCHES.map(|name| written.take(name).map(|it| !matches!(it.value.trim(), "false" | "off")));
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
    on.for_each(|(name, _)| attributes.set(Attribute::new(name, "")));
    // What is elsewhere is asked for when somebody wants it.
    let is_outside = matches!(Address::of(&address), Address::Outside { .. });
    attributes.set(Attribute::new("preload", if is_outside { "none" } else { "metadata" }));
    written.iter().for_each(|attribute| attributes.set(attribute.clone()));
    let diagnostics = captions.map(|captions| tracks(tree, id, &captions, language, at));
    if is_outside {
        let link = tree.append_element(id, Element::html("a", Attributes::of([("href", &address)])));
        tree.append_text(link, alt.as_ref().map_or(&*address, |alt| &*alt.value));
    }
    diagnostics.unwrap_or_default()
}

/// Adds captions: files of WebVTT, the first of which is shown. Their names may tell their language: `talk.de.vtt`.
fn tracks(tree: &mut Tree, id: NodeId, captions: &Attribute, language: &str, at: Span) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
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
        let mut attributes =
            Attributes::of([("kind", "captions"), ("src", file), ("srclang", language), ("label", language)]);
        if index == 0 {
            attributes.set(Attribute::new("default", ""));
        }
        tree.append_element(id, Element::html("track", attributes));
    }
    diagnostics
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
fn plate(tree: &mut Tree, id: NodeId, player: &Player, code: Option<String>) {
    let Some(picture) = tree.element_mut(id) else { return };
    let mut written = std::mem::take(&mut picture.attributes);
    written.take("src");
    let title = written.take("alt").map(|alt| alt.value).filter(|alt| !alt.trim().is_empty());
    let poster = written.take("poster");
    let sides = ["width", "height"]
        .map(|name| written.take(name).map(|side| format!("{name}:{}", length(&side.value))));
    let sides = sides.into_iter().flatten().chain(written.take("style").map(|style| style.value));
    let style = sides.collect::<Vec<_>>().join(";");
    if !style.is_empty() {
        written.set(Attribute::new("style", &style));
    }
    picture.name = "a".into();
    picture.attributes = [Attribute::new("href", &player.page), Attribute::new("data-player", &player.frame)]
        .into_iter()
        .chain(written.iter().cloned())
        .collect();
    picture.attributes.add_class(PLATE);
    if let Some(poster) = poster {
        let poster =
            Attributes::from_iter([Attribute { name: "src".into(), ..poster }, Attribute::new("alt", "")]);
        tree.append_element(id, Element::html("img", poster));
    }
    let words = Element::html("span", Attributes::of([("class", "orate-player-words")]));
    let words = tree.append_element(id, words);
    if let Some(title) = title {
        let strong = tree.append_element(words, Element::html("strong", Attributes::default()));
        tree.append_text(strong, &title);
        tree.append_text(words, " ");
    }
    let host = tree.append_element(words, Element::html("span", Attributes::default()));
    tree.append_text(host, &player.host);
    if let Some(code) = code {
        tree.append_finished(id, code, "");
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
