//! Addresses of films at hosts that are known, and the pages that play them within another page.
//!
//! Sources: "YouTube embedded players and player parameters" at developers.google.com; "Embedding videos" in Vimeo's
//! help; "Embedding" in asciinema's documentation; the share dialog of media.ccc.de.

/// A film, or anything else, at a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Player {
    /// Where it can be seen by itself.
    pub page: String,
    /// What is shown within a slide. It plays at once: it was asked for by a click.
    pub frame: String,
    /// The host, as people know it.
    pub host: String,
}

impl Player {
    /// The film that an address leads to; `None` if no host of films is known by it.
    pub(super) fn of(address: &str) -> Option<Player> {
        let (host, path, query) = parts(address)?;
        let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
        let player = |page: String, frame: String| Player {
            page,
            frame,
            host: host.trim_start_matches("www.").to_owned(),
        };
        Some(match (host, segments.as_slice()) {
            ("youtu.be", [id]) if is_id(id) => youtube(id, query),
            (
                "youtube.com"
                | "www.youtube.com"
                | "m.youtube.com"
                | "youtube-nocookie.com"
                | "www.youtube-nocookie.com",
                segments,
            ) => match segments {
                ["watch"] => youtube(value(query, "v").filter(|id| is_id(id))?, query),
                ["embed" | "shorts" | "live" | "v", id] if is_id(id) => youtube(id, query),
                _ => return None,
            },
            ("vimeo.com" | "www.vimeo.com", [id]) if is_number(id) => vimeo(id, None),
            ("vimeo.com" | "www.vimeo.com", [id, hash]) if is_number(id) && is_id(hash) => {
                vimeo(id, Some(hash))
            }
            ("player.vimeo.com", ["video", id]) if is_number(id) => {
                vimeo(id, value(query, "h").filter(|it| is_id(it)))
            }
            ("asciinema.org", ["a", id, ..]) if is_id(id) => {
                let page = format!("https://asciinema.org/a/{id}");
                player(page.clone(), format!("{page}/iframe?autoplay=1"))
            }
            ("media.ccc.de", ["v", name, ..]) if is_id(name) => {
                let page = format!("https://media.ccc.de/v/{name}");
                player(page.clone(), format!("{page}/oembed"))
            }
            _ => return None,
        })
    }

    /// A page that is shown as it is.
    pub(super) fn any(address: &str) -> Player {
        let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        let host = parts(&address).map_or_else(|| address.clone(), |(host, ..)| host.to_owned());
        Player { page: address.clone(), frame: address, host: host.trim_start_matches("www.").to_owned() }
    }
}

fn youtube(id: &str, query: &str) -> Player {
    let start = value(query, "t").or(value(query, "start")).and_then(seconds);
    let (at, from) = match start {
        Some(start) => (format!("&t={start}s"), format!("&start={start}")),
        None => Default::default(),
    };
    Player {
        page: format!("https://www.youtube.com/watch?v={id}{at}"),
        // The host that sets no cookies before something plays.
        frame: format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1{from}"),
        host: "youtube.com".into(),
    }
}

fn vimeo(id: &str, hash: Option<&str>) -> Player {
    let (path, query) = match hash {
        Some(hash) => (format!("/{hash}"), format!("h={hash}&")),
        None => Default::default(),
    };
    Player {
        page: format!("https://vimeo.com/{id}{path}"),
        frame: format!("https://player.vimeo.com/video/{id}?{query}autoplay=1&dnt=1"),
        host: "vimeo.com".into(),
    }
}

/// Host, path and query of an address.
fn parts(address: &str) -> Option<(&str, &str, &str)> {
    let (_, rest) = address.trim().split_once("//")?;
    let rest = rest.split('#').next()?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    Some((host, path, query))
}

fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, it)| it)
}

/// A place in a film, in seconds: `90`, `90s`, `1m30s`, `1h2m3s`.
fn seconds(time: &str) -> Option<u32> {
    let (mut total, mut number) = (0_u32, String::new());
    for letter in time.chars() {
        let unit = match letter {
            '0'..='9' if number.len() < 6 => {
                number.push(letter);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    let rest = if number.is_empty() { 0 } else { number.parse().ok()? };
    total.checked_add(rest).filter(|&seconds| seconds > 0)
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit())
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, page: &str, frame: &str) {
        let player = Player::of(address).unwrap_or_else(|| panic!("{address} is no player"));
        assert_eq!((&*player.page, &*player.frame), (page, frame), "{address}");
    }

    #[test]
    fn films_are_known_by_their_addresses() {
        let page = "https://www.youtube.com/watch?v=aB-_1";
        let frame = "https://www.youtube-nocookie.com/embed/aB-_1?autoplay=1";
        for address in [
            "https://youtu.be/aB-_1",
            "https://www.youtube.com/watch?v=aB-_1&list=x",
            "http://m.youtube.com/watch?list=x&v=aB-_1#a",
            "//youtube.com/embed/aB-_1",
            "https://www.youtube-nocookie.com/embed/aB-_1?rel=0",
        ] {
            check(address, page, frame);
        }
        check(
            "https://youtu.be/a?t=1m30s",
            "https://www.youtube.com/watch?v=a&t=90s",
            "https://www.youtube-nocookie.com/embed/a?autoplay=1&start=90",
        );
        check(
            "https://vimeo.com/12",
            "https://vimeo.com/12",
            "https://player.vimeo.com/video/12?autoplay=1&dnt=1",
        );
        check(
            "https://vimeo.com/12/ab",
            "https://vimeo.com/12/ab",
            "https://player.vimeo.com/video/12?h=ab&autoplay=1&dnt=1",
        );
        check(
            "https://asciinema.org/a/1x",
            "https://asciinema.org/a/1x",
            "https://asciinema.org/a/1x/iframe?autoplay=1",
        );
        check(
            "https://media.ccc.de/v/a-1",
            "https://media.ccc.de/v/a-1",
            "https://media.ccc.de/v/a-1/oembed",
        );
    }

    #[test]
    fn what_looks_like_one_is_none() {
        for address in [
            "https://www.youtube.com/@someone",
            "https://www.youtube.com/watch?v=a\"b",
            "https://example.org/watch?v=a",
            "https://youtu.be.example/a",
            "https://vimeo.com/someone",
            "https://img.youtube.com/vi/a/0.jpg",
        ] {
            assert_eq!(Player::of(address), None, "{address}");
        }
        assert_eq!(Player::any("//www.a.example/b").host, "a.example");
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(
            [seconds("90"), seconds("1h2m3s"), seconds("2m"), seconds("x"), seconds("0")],
            [Some(90), Some(3723), Some(120), None, None]
        );
    }
}
