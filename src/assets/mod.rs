//! Files that a talk refers to: addresses become embedded data or files beside the page.
//!
//! `render` finds the [`Reference`]s of the slides and [`Sheet`] those of style sheets. A [`Plan`] looks every one
//! of them up in a [`Library`], reads each file once, counts its uses, and then answers for each reference what is
//! to be written in its place. What a file is (its media type, its size in pixels, whether it is whole) is read
//! from its first bytes; an SVG is made small and safe on the way (`svg`).
//!
//! Nothing here opens a file of the system, follows an address out of the project, or changes the pixels of a raster
//! image; for the public, `clean` leaves out what else cameras and programs write into files, and names those it cannot clean.

mod captions;
mod clean;
mod css;
mod drawing;
mod encode;
pub(crate) mod font;
mod image;
mod library;
mod media;
mod page_files;
mod path;
mod plan;
mod reference;
mod shape;
mod sheet;
mod style_source;
mod svg;
mod unclean;

pub(crate) use captions::without_comments as captions_without_comments;
pub(crate) use clean::{cleaned_text, data_document};
pub(crate) use css::{
    Rule as CssRule, comments as css_comments, rules as css_rules, strings as css_strings,
    without_comments as css_without_comments,
};
pub(crate) use drawing::{Drawing, drawing};
pub(crate) use encode::data_uri;
pub(crate) use library::{Content, File, Library, Memory, Refused};
pub(crate) use media::{extension as file_extension, type_of as media_type};
pub(crate) use page_files::is_page;
pub(crate) use path::{
    candidates, folder, is_above, is_of_one_machine, join as join_path, join_beyond, percent_decoded,
    percent_encoded, relative,
};
pub(crate) use plan::{Answer, OpenedFiles, Output, Plan, Rules, Uncleaned, resolve};
pub(crate) use reference::{Address, Reference, Role};
pub(crate) use shape::Shape;
pub(crate) use sheet::Sheet;
pub(crate) use style_source::style_source;
