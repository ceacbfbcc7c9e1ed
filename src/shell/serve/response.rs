//! A name in the map becomes an answer.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use hyper::body::Bytes;

use super::access::{Access, Door};
use super::body::{Chunk, Chunks};
use super::deck_state::{DeckState, Shown};
use super::range::{self, RangeRequest};
use crate::assets::media_type;
use crate::shell::confined;
use crate::site::{self, Output};

/// An answer that says no, and no more.
pub(super) fn refuse(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut response = with_headers(status, "text/plain; charset=utf-8", Body::from(format!("{reason}\n")));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The file of a name, where the deck has it.
pub(super) fn file(request: &Request, name: &str, live: &Live<'_>, state: &DeckState) -> Response {
    let shown = state.now();
    if name == "index.html" && shown.parts.is_some() {
        return page(request, live, &shown);
    }
    // A window asks for the fonts of the theme that it shows, also after a save has chosen another.
    let of_theme = || site::theme_font(name).map(|bytes| Cow::Owned(Output::Bytes(bytes.into())));
    let Some(output) = shown.files.get(name).map(Cow::Borrowed).or_else(of_theme) else {
        return refuse(StatusCode::NOT_FOUND);
    };
    let output = &*output;
    let kind = media_type(name);
    if let (Output::Bytes(bytes), "text/html", None) = (output, kind, &shown.parts) {
        let page = site::with_live(&String::from_utf8_lossy(bytes), &live.greeting(&shown));
        let body = if request.method() == Method::HEAD { Body::empty() } else { Body::from(page) };
        return with_headers(StatusCode::OK, "text/html; charset=utf-8", body);
    }
    let source = match output {
        Output::Bytes(bytes) => Source::Bytes(Bytes::from_owner(bytes.clone())),
        // Opened for HEAD too, since what is no longer there has no answer.
        Output::Copy { from, size } => match open(&state.folder, from, *size) {
            Ok(file) => Source::File(file, *size),
            Err(_) => return refuse(StatusCode::NOT_FOUND),
        },
    };
    let size = source.size();
    let mut response = match range::requested(request, size) {
        RangeRequest::Whole => with_headers(StatusCode::OK, kind, source.body([Segment::File(0..size)])),
        RangeRequest::Parts(parts) => partial(kind, source, &parts),
        RangeRequest::Unsatisfiable => {
            let mut response = refuse(StatusCode::RANGE_NOT_SATISFIABLE);
            set(&mut response, header::CONTENT_RANGE, format!("bytes */{size}"));
            response
        }
    };
    if request.method() == Method::HEAD {
        set(&mut response, header::CONTENT_LENGTH, size.to_string());
        *response.body_mut() = Body::empty();
    }
    response
}

/// What a file's bytes are taken from.
enum Source {
    Bytes(Bytes),
    File(File, u64),
}

/// A segment of an answer: bytes of the file, or what is between them.
enum Segment {
    File(Range<u64>),
    Between(String),
}

impl Source {
    fn size(&self) -> u64 {
        match self {
            Source::Bytes(bytes) => bytes.len() as u64,
            Source::File(_, size) => *size,
        }
    }

    fn body(self, pieces: impl IntoIterator<Item = Segment>) -> Body {
        let (bytes, file) = match self {
            Source::Bytes(bytes) => (Some(bytes), None),
            Source::File(file, _) => (None, Some(file)),
        };
        let part = |piece| match (piece, &bytes) {
            (Segment::Between(text), _) => Chunk::Bytes(text.into()),
            (Segment::File(range), Some(bytes)) => {
                Chunk::Bytes(bytes.slice(range.start as usize..range.end as usize))
            }
            (Segment::File(range), None) => Chunk::OfFile(range),
        };
        Body::new(Chunks::new(file, pieces.into_iter().map(part)))
    }
}

/// Opens a file of the talk that is not source in memory, as long as it is the one that the deck was built with.
fn open(folder: &Path, from: &str, size: u64) -> io::Result<File> {
    let file = confined::open_in(folder, from)?;
    match file.metadata()?.len() == size {
        true => Ok(file),
        false => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// By what a page speaks with this server.
pub(super) struct Live<'a> {
    pub guard: &'a Access,
    /// The one that the page is behind.
    pub door: Door,
}

impl Live<'_> {
    /// What a page has to know: the token of its door, its revision, and whether to go to the slide that is edited. An
    /// audience stays where it is.
    fn greeting(&self, shown: &Shown) -> String {
        let follows = if self.guard.follows && self.door == Door::Speaker { "follow" } else { "still" };
        format!("{} {} {follows}", self.guard.tokens.of(self.door), shown.revision)
    }
}

/// The deck's page, put together for whoever asks.
fn page(request: &Request, live: &Live<'_>, shown: &Shown) -> Response {
    let Some(parts) = &shown.parts else { return refuse(StatusCode::NOT_FOUND) };
    let body = match *request.method() {
        Method::HEAD => Body::empty(),
        _ => Body::from(parts.page(&live.greeting(shown))),
    };
    with_headers(StatusCode::OK, "text/html; charset=utf-8", body)
}

/// Some parts of a file: one as it is, several as RFC 9110, section 14.6, puts them together.
fn partial(kind: &'static str, source: Source, parts: &[Range<u64>]) -> Response {
    let size = source.size();
    let place = |part: &Range<u64>| format!("bytes {}-{}/{size}", part.start, part.end - 1);
    if let [part] = parts {
        let body = source.body([Segment::File(part.clone())]);
        let mut response = with_headers(StatusCode::PARTIAL_CONTENT, kind, body);
        set(&mut response, header::CONTENT_RANGE, place(part));
        return response;
    }
    let each = parts.iter().enumerate().flat_map(|(number, part)| {
        let line = if number == 0 { "" } else { "\r\n" };
        let head =
            format!("{line}--{BOUNDARY}\r\ncontent-type: {kind}\r\ncontent-range: {}\r\n\r\n", place(part));
        [Segment::Between(head), Segment::File(part.clone())]
    });
    let body = source.body(each.chain([Segment::Between(format!("\r\n--{BOUNDARY}--\r\n"))]));
    let kind = format!("multipart/byteranges; boundary={BOUNDARY}");
    with_headers(StatusCode::PARTIAL_CONTENT, &kind, body)
}

/// What is between parts of a file; whoever reads them knows how long each is.
const BOUNDARY: &str = "orate-part-5f0c1b9e7a3d";

fn set(response: &mut Response, name: header::HeaderName, value: String) {
    let value = HeaderValue::from_str(&value).expect("digits and letters are a header");
    response.headers_mut().insert(name, value);
}

fn with_headers(status: StatusCode, kind: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "SAMEORIGIN"),
        ("accept-ranges", "bytes"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
