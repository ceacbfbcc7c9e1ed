//! Who may ask for what.
//!
//! A page from elsewhere must neither read the preview nor speak with it: by a name of its own that leads here
//! (Host), from its own scripts (Origin), or through a socket (token). On a network, the token is in the
//! address, and without it there is nothing. There are two tokens, and each opens one [`Door`]: nothing that is behind the
//! speaker's is behind the audience's.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};

/// The path of the socket.
const LIVE: &str = "orate-live";

/// What proves that a request comes from the served page or from somebody who was given its address.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

impl Token {
    /// A token that nobody can guess.
    pub(crate) fn make() -> std::io::Result<Token> {
        let mut bytes = [0; 16];
        random(&mut bytes)?;
        Ok(Token(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Whether a text is the token, found out in a time that does not tell how much of it is right.
    fn is(&self, text: &str) -> bool {
        self.0.len() == text.len()
            && self.0.bytes().zip(text.bytes()).fold(0, |difference, (one, other)| difference | (one ^ other))
                == 0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(unix)]
fn random(bytes: &mut [u8]) -> std::io::Result<()> {
    std::io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, bytes)
}

#[cfg(not(unix))]
fn random(bytes: &mut [u8]) -> std::io::Result<()> {
    // Each of these has keys from the system's own source of chance.
    use std::hash::{BuildHasher, Hasher};
    for chunk in bytes.chunks_mut(8) {
        let number = std::collections::hash_map::RandomState::new().build_hasher().finish().to_le_bytes();
        chunk.copy_from_slice(&number[..chunk.len()]);
    }
    Ok(())
}

/// Which of the two decks of a preview somebody is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// With everything: notes, hidden slides, drafts, comments, and what is wrong.
    Speaker,
    /// As a public build would be.
    Audience,
}

/// One token for each door.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub speaker: Token,
    pub audience: Token,
}

impl Tokens {
    /// Two tokens that nobody can guess, of which one says nothing of the other.
    pub(crate) fn make() -> std::io::Result<Tokens> {
        Ok(Tokens { speaker: Token::make()?, audience: Token::make()? })
    }

    /// The token of a door.
    pub(crate) fn of(&self, door: Door) -> &Token {
        match door {
            Door::Speaker => &self.speaker,
            Door::Audience => &self.audience,
        }
    }
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RequestTarget<'a> {
    /// A file, by its name in the map.
    File(&'a str),
    /// The socket of the pages in a folder: empty, or with `/` at its end.
    Live(&'a str),
}

/// Decides who may ask.
pub(super) struct Access {
    address: SocketAddr,
    pub tokens: Tokens,
    /// Whether the speaker's windows go to the slide that is edited.
    pub follows: bool,
}

impl Access {
    pub(super) fn new(address: SocketAddr, tokens: Tokens, follows: bool) -> Access {
        Access { address, tokens, follows }
    }

    /// Whether only this machine can ask, so that an address needs no token.
    pub(super) fn is_alone(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// What a request asks for, and at which door, if it may.
    pub(super) fn admit<'a>(&self, request: &'a Request) -> Result<(Door, RequestTarget<'a>), StatusCode> {
        // A proxy is asked in this way, and this is none.
        if request.uri().scheme().is_some() || request.uri().authority().is_some() {
            return Err(StatusCode::BAD_REQUEST);
        }
        let host = self.host(request.headers())?;
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        let origin = origin(request.headers(), host)?;
        let (door, path) = self.inner(request.uri().path()).ok_or(StatusCode::NOT_FOUND)?;
        let folder = path.strip_suffix(LIVE).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let Some(folder) = folder else { return Ok((door, RequestTarget::File(path))) };
        let token = parameter(request.uri().query().unwrap_or_default(), "token");
        match (origin, token) {
            (true, Some(token)) if self.tokens.of(door).is(token) => Ok((door, RequestTarget::Live(folder))),
            _ => Err(StatusCode::FORBIDDEN),
        }
    }

    /// The door, and the path below its address. This machine alone has one door, the speaker's.
    fn inner<'a>(&self, path: &'a str) -> Option<(Door, &'a str)> {
        let path = path.strip_prefix('/')?;
        if self.is_alone() {
            return Some((Door::Speaker, path));
        }
        let (token, path) = path.split_once('/')?;
        let is_of = |door: &Door| self.tokens.of(*door).is(token);
        Some(([Door::Speaker, Door::Audience].into_iter().find(is_of)?, path))
    }

    /// The one host that is asked, where it is this one. A name can be made to lead anywhere; a number cannot.
    fn host<'a>(&self, headers: &'a HeaderMap) -> Result<&'a str, StatusCode> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(StatusCode::BAD_REQUEST) };
        let host = host.to_str().map_err(|_| StatusCode::BAD_REQUEST)?;
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !name.is_empty() && !port.ends_with(']') => (name, port),
            _ => (host, "80"),
        };
        let number: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        let is_known = match number {
            Some(number) => number.is_loopback() || !self.is_alone(),
            None => name.eq_ignore_ascii_case("localhost"),
        };
        // `+80` and `080` would be numbers, too.
        if is_known && port == self.address.port().to_string() {
            Ok(host)
        } else {
            Err(StatusCode::FORBIDDEN)
        }
    }
}

/// Whether a request says that the page it comes from is our own. One that comes from another is refused.
fn origin(headers: &HeaderMap, host: &str) -> Result<bool, StatusCode> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => Ok(false),
        (Some(origin), None) if origin.as_bytes() == format!("http://{host}").as_bytes() => Ok(true),
        _ => Err(StatusCode::FORBIDDEN),
    }
}

/// The value of a parameter of a query, as it is written.
pub(super) fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[track_caller]
    fn check(bound: &str, path: &str, headers: &[(&str, &str)], expected: Result<RequestTarget<'_>, u16>) {
        check_door(bound, path, headers, expected.map(|asked| (Door::Speaker, asked)));
    }

    #[track_caller]
    fn check_door(
        bound: &str,
        path: &str,
        headers: &[(&str, &str)],
        expected: Result<(Door, RequestTarget<'_>), u16>,
    ) {
        let tokens = Tokens { speaker: Token("abc".into()), audience: Token("xyz".into()) };
        let guard = Access::new(bound.parse().unwrap(), tokens, true);
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        assert_eq!(guard.admit(&request), expected.map_err(|code| StatusCode::from_u16(code).unwrap()));
    }

    #[test]
    fn this_machine_asks_by_its_own_names() {
        for host in ["localhost:4224", "LOCALHOST:4224", "127.0.0.1:4224", "[::1]:4224"] {
            check("127.0.0.1:4224", "/", &[("host", host)], Ok(RequestTarget::File("")));
        }
        for host in [
            "evil.com",
            "evil.com:4224",
            "localhost",
            "localhost:80",
            "localhost.evil.com:4224",
            "localhost:04224",
            "192.168.1.2:4224",
            "localhost:4224:4224",
            "",
            ":4224",
            "[::1]",
            "localhost.:4224",
        ] {
            check("127.0.0.1:4224", "/", &[("host", host)], Err(403));
        }
        check("127.0.0.1:4224", "/", &[], Err(400));
        check("127.0.0.1:4224", "/", &[("host", "localhost:4224"), ("host", "localhost:4224")], Err(400));
    }

    #[test]
    fn on_a_network_the_token_is_part_of_the_address() {
        let host = [("host", "192.168.1.2:4224")];
        check("0.0.0.0:4224", "/abc/", &host, Ok(RequestTarget::File("")));
        check("0.0.0.0:4224", "/abc/assets/a.svg?x=1", &host, Ok(RequestTarget::File("assets/a.svg")));
        for path in ["/", "/abc", "/abd/", "/abcd/", "//abc/", "/ABC/"] {
            check("0.0.0.0:4224", path, &host, Err(404));
        }
        check("0.0.0.0:4224", "/abc/", &[("host", "evil.com:4224")], Err(403));
    }

    #[test]
    fn each_token_opens_one_door_and_nothing_of_the_other() {
        let host = ("host", "192.168.1.2:4224");
        let own = ("origin", "http://192.168.1.2:4224");
        let network = "0.0.0.0:4224";
        check_door(network, "/xyz/a.svg", &[host], Ok((Door::Audience, RequestTarget::File("a.svg"))));
        check_door(
            network,
            "/xyz/orate-live?token=xyz",
            &[host, own],
            Ok((Door::Audience, RequestTarget::Live(""))),
        );
        check_door(
            network,
            "/abc/orate-live?token=abc",
            &[host, own],
            Ok((Door::Speaker, RequestTarget::Live(""))),
        );
        for path in ["/xyz/orate-live?token=abc", "/abc/orate-live?token=xyz"] {
            check_door(network, path, &[host, own], Err(403));
        }
        // What follows the token is a name in that door's map, whatever it says.
        check_door(network, "/xyz/../abc/", &[host], Ok((Door::Audience, RequestTarget::File("../abc/"))));
        check_door(network, "/xyz/abc/", &[host], Ok((Door::Audience, RequestTarget::File("abc/"))));
        // This machine alone has no second door.
        let local = ("host", "localhost:4224");
        check_door("127.0.0.1:4224", "/xyz/", &[local], Ok((Door::Speaker, RequestTarget::File("xyz/"))));
        let own = ("origin", "http://localhost:4224");
        check_door("127.0.0.1:4224", "/orate-live?token=xyz", &[local, own], Err(403));
    }

    #[test]
    fn the_socket_wants_origin_and_token() {
        let host = ("host", "localhost:4224");
        let own = ("origin", "http://localhost:4224");
        check("127.0.0.1:4224", "/orate-live?token=abc", &[host, own], Ok(RequestTarget::Live("")));
        check(
            "127.0.0.1:4224",
            "/orate-live?revision=1&token=abc",
            &[host, own],
            Ok(RequestTarget::Live("")),
        );
        check("127.0.0.1:4224", "/ha/orate-live?token=abc", &[host, own], Ok(RequestTarget::Live("ha/")));
        check(
            "127.0.0.1:4224",
            "/ha-orate-live?token=abc",
            &[host],
            Ok(RequestTarget::File("ha-orate-live")),
        );
        check("127.0.0.1:4224", "/orate-live?token=abd", &[host, own], Err(403));
        check("127.0.0.1:4224", "/orate-live", &[host, own], Err(403));
        check("127.0.0.1:4224", "/orate-live?token=abc", &[host], Err(403));
        for origin in ["null", "http://localhost:4225", "https://localhost:4224", "http://evil.com", ""] {
            check("127.0.0.1:4224", "/orate-live?token=abc", &[host, ("origin", origin)], Err(403));
            check("127.0.0.1:4224", "/", &[host, ("origin", origin)], Err(403));
        }
        check("127.0.0.1:4224", "/", &[host, own, own], Err(403));
    }
}
