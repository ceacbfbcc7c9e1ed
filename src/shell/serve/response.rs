//! A name in the map becomes an answer.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::access::Access;
use super::deck_state::{DeckState, Shown};
use crate::assets::media_type;
use crate::site::{self, Output};

/// The most of a large file that is given at once; a browser asks on.
const PIECE: u64 = 8 * 1024 * 1024;

/// An answer that says no, and no more.
pub fn refuse(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut response = with_headers(status, "text/plain; charset=utf-8", Body::from(format!("{reason}\n")));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The file of a name, where the deck has it.
pub fn file(request: &Request, name: &str, guard: &Access, stage: &DeckState) -> Response {
    let shown = stage.now();
    if name == "index.html" && shown.parts.is_some() {
        return page(request, guard, &shown);
    }
    let Some(output) = shown.files.get(name) else { return refuse(StatusCode::NOT_FOUND) };
    let kind = media_type(name);
    if let (Output::Bytes(bytes), "text/html", None) = (output, kind, &shown.parts) {
        let live = live(guard, &shown);
        let page = site::with_live(&String::from_utf8_lossy(bytes), &live);
        let body = if request.method() == Method::HEAD { Body::empty() } else { Body::from(page) };
        return with_headers(StatusCode::OK, "text/html; charset=utf-8", body);
    }
    let mut response = match output {
        Output::Bytes(bytes) => match range(request, bytes.len() as u64) {
            Some(range) => {
                let part = bytes[range.start as usize..range.end as usize].to_vec();
                partial(kind, part, &range, bytes.len() as u64)
            }
            None => with_headers(StatusCode::OK, kind, Body::from(bytes.to_vec())),
        },
        Output::Copy { from, size } => {
            let path = stage.folder.join(from);
            let (part, range) = match range(request, *size) {
                Some(range) => {
                    let range = range.start..range.end.min(range.start + PIECE);
                    (read(&path, &range), Some(range))
                }
                None => (read(&path, &(0..*size)), None),
            };
            match (part, range) {
                (Ok(part), Some(range)) => partial(kind, part, &range, *size),
                (Ok(part), None) => with_headers(StatusCode::OK, kind, Body::from(part)),
                (Err(_), _) => return refuse(StatusCode::NOT_FOUND),
            }
        }
    };
    if request.method() == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// What a page has to know to speak with this server.
fn live(guard: &Access, shown: &Shown) -> String {
    let follows = if guard.follows { "follow" } else { "still" };
    format!("{} {} {follows}", guard.token, shown.revision)
}

/// The deck's page, put together for whoever asks.
fn page(request: &Request, guard: &Access, shown: &Shown) -> Response {
    let Some(parts) = &shown.parts else { return refuse(StatusCode::NOT_FOUND) };
    let live = live(guard, shown);
    let body = match *request.method() {
        Method::HEAD => Body::empty(),
        _ => Body::from(parts.page(&live)),
    };
    with_headers(StatusCode::OK, "text/html; charset=utf-8", body)
}

/// The one part of a file that is asked for; none where all of it is, or what is asked makes no sense.
fn range(request: &Request, size: u64) -> Option<Range<u64>> {
    let asked = request.headers().get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    let (start, end) = asked.split_once('-')?;
    let range = match (start.parse::<u64>().ok(), end.parse::<u64>().ok()) {
        (Some(start), Some(end)) => start..end.saturating_add(1).min(size),
        (Some(start), None) if end.is_empty() => start..size,
        (None, Some(length)) if start.is_empty() => size.saturating_sub(length)..size,
        _ => return None,
    };
    (range.start < range.end).then_some(range)
}

fn read(path: &Path, range: &Range<u64>) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(range.start))?;
    let mut bytes = vec![0; (range.end - range.start) as usize];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn partial(kind: &'static str, part: Vec<u8>, range: &Range<u64>, size: u64) -> Response {
    let mut response = with_headers(StatusCode::PARTIAL_CONTENT, kind, Body::from(part));
    let value = format!("bytes {}-{}/{size}", range.start, range.end - 1);
    let value = HeaderValue::from_str(&value).expect("digits are a header");
    response.headers_mut().insert(header::CONTENT_RANGE, value);
    response
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
