//! The diagnostics about references and files that are not as they should be.

use std::collections::{BTreeMap, HashSet};

use super::Uncleaned;
use super::lookup::Resolved;
use crate::assets::image::{Flaw, PIXEL_LIMIT, Unshown};
use crate::assets::path::Unusable;
use crate::assets::svg::Unreadable;
use crate::assets::unclean::Unclean;
use crate::assets::{Library, Reference, Role, candidates, media, percent_decoded};
use crate::text::{Diagnostic, SourceId, nearest};

/// For how many missing files another is suggested. A deck that misses more has another trouble than typing.
const SUGGESTIONS: usize = 100;

/// Says what is wrong with references; suggests names of files that the project has.
pub(super) struct Reporter<'a> {
    library: &'a dyn Library,
    /// Asked for at the first missing file.
    names: Option<Vec<String>>,
    suggestions: usize,
    /// The fonts some of whose formats are missing: each is reported once.
    fonts: HashSet<(SourceId, Role)>,
    /// The files with a comma in their name that were reported, with the source that names them.
    parted: HashSet<(SourceId, String)>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(library: &'a dyn Library) -> Reporter<'a> {
        Reporter { library, names: None, suggestions: 0, fonts: HashSet::new(), parted: HashSet::new() }
    }

    /// What is wrong with where a reference leads, if anything is.
    pub(super) fn reference(&mut self, reference: &Reference, target: &Resolved) -> Option<Diagnostic> {
        let address = reference.address.trim();
        Some(match target {
            Resolved::Elsewhere | Resolved::File { .. } => return None,
            Resolved::Nothing { .. } if is_folder(address) => {
                let message = format!("the folder `{address}` has no `index.html`");
                at(reference, "missing-file", message)
                    .help("name one of its files, or give it an `index.html` for browsers to open")
            }
            Resolved::Nothing { path } => {
                if let Some(whole) = self.with_comma(reference) {
                    return self.parted_at_comma(reference, &whole);
                }
                let help = match self.named_with_sign(address).or_else(|| self.suggestion(reference, path)) {
                    Some(other) if other.contains("%3F") || other.contains("%23") => {
                        format!("write `{other}`: in an address, `?` and `#` end the name of the file")
                    }
                    Some(other) => format!("did you mean `{other}`?"),
                    None => help_for_missing(reference).to_owned(),
                };
                missing(reference).help(help)
            }
            Resolved::OtherCase(file) => missing(reference).help(format!(
                "the file is called `{}`; most systems distinguish upper and lower case",
                file.path
            )),
            Resolved::Unusable(Unusable::Above) => {
                let message = format!("`{address}` leads out of the project");
                at(reference, "outside-project", message)
                    .help("put a copy into the project, in `images/` for instance")
            }
            Resolved::Unusable(Unusable::Machine) => {
                let address = with_backslashes(address);
                let help = match self.with_slashes(reference, &address) {
                    Some(other) => format!("write `{other}`: addresses separate folders by `/`"),
                    None => {
                        "put the file into the project, and write its path with `/`: `images/logo.svg`".into()
                    }
                };
                at(reference, "outside-project", format!("`{address}` works on one machine only")).help(help)
            }
            Resolved::Refused(refused) => {
                Diagnostic::error("unreadable-file", reference.at, refused.to_string()).about(address)
            }
        })
    }

    /// What is wrong with one of several formats of a font; `formats` are what all of them lead to.
    ///
    /// Style sheets name formats for browsers of long ago, of which a talk seldom has all.
    pub(super) fn format(
        &mut self,
        reference: &Reference,
        target: &Resolved,
        formats: &[&Resolved],
    ) -> Option<Diagnostic> {
        let is_there = |format: &Resolved| matches!(format, Resolved::Elsewhere | Resolved::File { .. });
        if is_there(target) || !self.fonts.insert((reference.at.source, reference.role)) {
            return None;
        }
        let (missing, all) = (formats.iter().filter(|it| !is_there(it)).count(), formats.len());
        Some(if missing == all {
            let message = format!("none of the {all} files of this font is in the project");
            Diagnostic::warning("missing-font", reference.at, message)
                .help("browsers show the next font of `font-family`; add the `.woff2` file to have this one")
        } else {
            let message = format!("{missing} of the {all} files of this font are not in the project");
            Diagnostic::note("missing-font", reference.at, message).help("browsers take one of the others")
        })
    }

    /// The file whose name holds a comma, and of whose name a list of backgrounds makes several addresses, this one among
    /// them.
    fn with_comma(&mut self, reference: &Reference) -> Option<String> {
        let part = percent_decoded(reference.address.trim());
        if reference.role != Role::Background || part.is_empty() {
            return None;
        }
        let library = self.library;
        let mut names = self.names.get_or_insert_with(|| library.names()).iter();
        let holds = |name: &&String| {
            let name = format!("/{name},");
            [format!("/{part},"), format!(",{part},")].iter().any(|part| name.contains(part))
        };
        names.find(|name| name.contains(',') && holds(name)).cloned()
    }

    /// Reports a file whose name was taken for several, at the first of them.
    fn parted_at_comma(&mut self, reference: &Reference, whole: &str) -> Option<Diagnostic> {
        if !self.parted.insert((reference.at.source, whole.to_owned())) {
            return None;
        }
        let message = format!("a comma separates pictures here, and the name `{whole}` holds one");
        let other = as_address(beside(reference, whole)).replace(',', "%2C");
        Some(at(reference, "missing-image", message).help(format!("write `{other}`")))
    }

    /// The address of a file that is named by a path of Windows; `None` if there is no such file in the talk.
    fn with_slashes(&mut self, reference: &Reference, address: &str) -> Option<String> {
        let other = address.replace('\\', "/");
        let places = candidates(&reference.base, &other).ok()?;
        let library = self.library;
        let names = self.names.get_or_insert_with(|| library.names());
        places.iter().any(|place| names.contains(place)).then_some(other)
    }

    /// The address of a file whose name holds the `?` or `#` of this one.
    fn named_with_sign(&mut self, address: &str) -> Option<String> {
        let wanted = media::file_name(address);
        if !wanted.contains(['?', '#']) {
            return None;
        }
        let library = self.library;
        let names = self.names.get_or_insert_with(|| library.names());
        let is_there = names.iter().any(|name| media::file_name(name) == wanted);
        is_there.then(|| as_address(address))
    }

    /// The file that may have been meant, written as the reference would have to write it.
    fn suggestion(&mut self, reference: &Reference, path: &str) -> Option<String> {
        if self.suggestions == SUGGESTIONS {
            return None;
        }
        self.suggestions += 1;
        let library = self.library;
        let names = self.names.get_or_insert_with(|| library.names());
        let is_candidate =
            |name: &&str| !reference.role.is_image() || media::type_of(name).starts_with("image/");
        let candidates = || names.iter().map(String::as_str).filter(is_candidate);
        let wanted = media::file_name(path);
        let by_name = nearest(wanted, candidates().map(media::file_name));
        // Of files of that name, the one whose whole path is most alike.
        let same_name = candidates().filter(|name| by_name == Some(media::file_name(name)));
        let closest = nearest(path, same_name.clone())
            .or_else(|| same_name.clone().next())
            .or_else(|| nearest(path, candidates()))?;
        Some(as_address(beside(reference, closest)))
    }
}

/// The path of a file as a reference may write it: from its own folder where the file is in that.
fn beside<'n>(reference: &Reference, name: &'n str) -> &'n str {
    name.strip_prefix(&reference.base).and_then(|rest| rest.strip_prefix('/')).unwrap_or(name)
}

/// An address as its author wrote it on Windows.
fn with_backslashes(address: &str) -> String {
    address.replace("%5C", "\\").replace("%5c", "\\")
}

/// A diagnostic at a reference: a warning for a link, since the deck itself is whole, else an error.
fn at(reference: &Reference, code: &'static str, message: String) -> Diagnostic {
    let diagnostic = match reference.role {
        Role::Link => Diagnostic::warning(code, reference.at, message),
        _ => Diagnostic::error(code, reference.at, message),
    };
    diagnostic.about(reference.address.trim())
}

/// Whether an address names a folder.
fn is_folder(address: &str) -> bool {
    address.split(['?', '#']).next().is_some_and(|path| path.ends_with('/'))
}

fn missing(reference: &Reference) -> Diagnostic {
    let (code, kind) =
        if reference.role.is_image() { ("missing-image", "image") } else { ("missing-file", "file") };
    at(reference, code, format!("no {kind} named `{}`", reference.address.trim()))
}

fn help_for_missing(reference: &Reference) -> &'static str {
    let host = reference.address.trim().split('/').next().unwrap_or_default();
    match reference.role {
        Role::Link if host.starts_with("www.") => "begin the address of another site with `https://`",
        role if role.is_image() => "put the file in `images/`, or give a path relative to this slide",
        _ => "give a path relative to this slide, or to the project's folder",
    }
}

/// A path with what an address would read otherwise encoded.
fn as_address(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// Says why an image cannot be shown.
pub(super) fn unshown(reference: &Reference, path: &str, why: &Unshown) -> Diagnostic {
    let broken = |message: String| Diagnostic::error("broken-image", reference.at, message);
    match why {
        Unshown::Empty => broken(format!("the image `{path}` is an empty file")),
        Unshown::Unknown => broken(format!("`{path}` is not an image that browsers show"))
            .help("save it as SVG, PNG, JPEG, WebP, AVIF or GIF"),
        Unshown::Header(kind) => {
            broken(format!("the image `{path}` is damaged: it begins like {kind}, but the rest is different"))
                .help("save or download it again")
        }
        Unshown::Compressed => broken(format!("`{path}` is a compressed SVG"))
            .help("save it as plain SVG, or uncompress it with `gunzip`"),
        Unshown::Svg(Unreadable::Xml { reason, line, column }) => {
            broken(format!("the image `{path}` is not well-formed XML: {reason}"))
                .help(format!("look at line {line}, column {column} of `{path}`"))
        }
        Unshown::Svg(Unreadable::Root(root)) => {
            broken(format!("`{path}` is not an SVG: its root element is `{root}`"))
        }
        Unshown::Svg(Unreadable::Encoding) => {
            broken(format!("the image `{path}` is not UTF-8")).help("save it as UTF-8")
        }
        Unshown::Svg(Unreadable::Entities) => {
            broken(format!("the entities of `{path}` expand to too much text"))
        }
        Unshown::TooLarge { width, height } => Diagnostic::error(
            "image-too-large",
            reference.at,
            format!("`{path}` has {width} × {height} pixels; the limit is {PIXEL_LIMIT} in total"),
        )
        .help("make it smaller; screens show about ten million"),
    }
}

/// Says what is wrong with an image that can be shown.
pub(super) fn flaw(reference: &Reference, path: &str, flaw: &Flaw) -> Diagnostic {
    match flaw {
        Flaw::Truncated => {
            let message = format!("the image `{path}` is damaged: its end is missing");
            // Browsers show what is there of it.
            Diagnostic::warning("broken-image", reference.at, message).help("save or download it again")
        }
        Flaw::Html(element) => {
            let message = format!("`{path}` contains HTML; orate leaves out `{element}`");
            Diagnostic::warning("svg-html", reference.at, message)
                .help("put the HTML on the slide itself, or save the picture as PNG")
        }
    }
}

/// How many files of a kind a note names.
const NAMED: usize = 5;

/// Names what goes out as it is: pictures that could be made clean each at its place, other files by their kind.
pub(super) fn uncleaned(uncleaned: &[Uncleaned]) -> Vec<Diagnostic> {
    let (pictures, others): (Vec<&Uncleaned>, Vec<&Uncleaned>) =
        uncleaned.iter().partition(|each| is_picture(each.why));
    let pictures = pictures.into_iter().map(|each| {
        let message = match each.why {
            Unclean::Damaged(format) => {
                format!("orate publishes `{}` unchanged, since it cannot read it as {format}", each.name)
            }
            Unclean::Large => {
                format!("orate publishes `{}` unchanged, since it is too large to clean", each.name)
            }
            _ => format!(
                "orate publishes `{}` unchanged, since it does not clean pictures of this format",
                each.name
            ),
        };
        Diagnostic::warning("uncleaned-picture", each.at, message)
            .help("it may contain names, locations and comments; save it as PNG, JPEG, WebP or SVG")
    });
    let kinds: BTreeMap<Unclean, Vec<&Uncleaned>> =
        others.into_iter().fold(BTreeMap::new(), |mut kinds, each| {
            kinds.entry(each.why).or_insert_with(Vec::new).push(each);
            kinds
        });
    let kinds = kinds.into_iter().filter_map(|(why, files)| {
        let first = files.first()?;
        let names: Vec<String> = files.iter().take(NAMED).map(|each| format!("`{}`", each.name)).collect();
        let more = match files.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let plural = if files.len() == 1 { "" } else { "s" };
        let message = format!(
            "orate publishes {} {}{plural} unchanged: {}{more}",
            files.len(),
            why.name(),
            names.join(", ")
        );
        Some(
            Diagnostic::note("uncleaned-file", first.at, message)
                .help("orate cannot clean such files; they may contain names, locations and comments"),
        )
    });
    pictures.chain(kinds).collect()
}

fn is_picture(why: Unclean) -> bool {
    matches!(why, Unclean::Picture | Unclean::Damaged(_) | Unclean::Large)
}

/// Says that something hidden in a drawing goes out.
pub(super) fn hidden_layer(reference: &Reference, path: &str, layer: &str) -> Diagnostic {
    let message = format!(
        "orate publishes the hidden layer `{layer}` of `{path}`, since a style, a script or an animation may show it"
    );
    Diagnostic::warning("hidden-layer", reference.at, message).help("if it is private, delete the layer")
}

/// Says that a file can only go beside the page, where nothing may.
pub(super) fn beside_single_file(reference: &Reference, path: &str, is_large: bool) -> Diagnostic {
    let why = if is_large { ": it is too large" } else { "" };
    at(reference, "not-in-single-file", format!("a single file cannot contain `{path}`{why}"))
        .help("build without `--single-file`, or remove it")
}
