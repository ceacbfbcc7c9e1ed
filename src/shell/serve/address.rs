//! Where to serve.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

use super::access::{Door, Tokens};

/// The port that is tried first where none is asked for.
const USUAL: u16 = 4224;

/// How many ports after it are tried.
const TRIES: u16 = 50;

/// Where the author wants the preview.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Address {
    /// `None` for this machine alone.
    pub host: Option<IpAddr>,
    /// `None` for the usual one, or the next that is free.
    pub port: Option<u16>,
}

/// A place that was taken to serve at.
pub(crate) struct Bound {
    pub address: SocketAddr,
    pub tokens: Tokens,
    /// Whether the usual port was taken, and another is used.
    pub has_moved: bool,
    pub(super) listener: TcpListener,
}

/// Why there is no place to serve at.
#[derive(Debug)]
pub(crate) enum BindError {
    /// Somebody else serves at the port that was asked for.
    Taken(SocketAddr),
    /// The system refused.
    Refused { address: SocketAddr, cause: io::Error },
}

impl Address {
    /// Takes the place, so that nobody else can.
    pub(crate) fn bind(self) -> Result<Bound, BindError> {
        let host = self.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let ports = match self.port {
            Some(port) => port..=port,
            None => USUAL..=USUAL + TRIES,
        };
        let mut taken = SocketAddr::new(host, *ports.start());
        for port in ports {
            let address = SocketAddr::new(host, port);
            let refused = |cause| BindError::Refused { address, cause };
            match TcpListener::bind(address) {
                Ok(listener) => {
                    listener.set_nonblocking(true).map_err(refused)?;
                    let address = listener.local_addr().map_err(refused)?;
                    let tokens = Tokens::make().map_err(refused)?;
                    let has_moved = self.port.is_none() && port != USUAL;
                    return Ok(Bound { address, tokens, has_moved, listener });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = address,
                Err(cause) => return Err(refused(cause)),
            }
        }
        Err(BindError::Taken(taken))
    }
}

impl Bound {
    /// The speaker's address: on a network it holds a token, and leads here from other machines.
    pub(crate) fn url(&self) -> String {
        self.url_of(Door::Speaker)
    }

    /// The audience's address; `None` if only this machine can ask.
    pub(crate) fn audience_url(&self) -> Option<String> {
        self.is_public().then(|| self.url_of(Door::Audience))
    }

    fn url_of(&self, door: Door) -> String {
        let token = self.tokens.of(door);
        let port = self.address.port();
        match self.address.ip() {
            ip if ip.is_loopback() && ip.is_ipv4() => format!("http://localhost:{port}/"),
            ip if ip.is_loopback() => format!("http://[{ip}]:{port}/"),
            ip if ip.is_unspecified() => {
                let own = own_address().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
                format!("http://{}/{token}/", SocketAddr::new(own, port))
            }
            _ => format!("http://{}/{token}/", self.address),
        }
    }

    /// Whether other machines can ask.
    pub(crate) fn is_public(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// The audience's address as a picture of half blocks, for a phone to read off the terminal.
    pub(crate) fn qr_code(&self) -> Option<String> {
        let code = qrcode::QrCode::new(self.audience_url()?).ok()?;
        Some(code.render::<qrcode::render::unicode::Dense1x2>().quiet_zone(true).build())
    }
}

/// This machine's address in its network. Nothing is sent to find it out.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // A documentation address (RFC 5737): the way there is the way to everywhere.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

impl BindError {
    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            BindError::Taken(_) => "port-taken",
            BindError::Refused { .. } => "not-served",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            BindError::Taken(_) => Some("leave out `--port`, and a free one is found".into()),
            BindError::Refused { .. } => None,
        }
    }
}

impl fmt::Display for BindError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BindError::Taken(address) => {
                write!(formatter, "somebody else serves at port {} already", address.port())
            }
            BindError::Refused { address, cause } => write!(formatter, "cannot serve at {address}: {cause}"),
        }
    }
}

impl std::error::Error for BindError {}
