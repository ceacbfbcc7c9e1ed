//! A preview becomes what browsers see: a server of one deck, or of a site of them, and of nothing else.
//!
//! Requests are answered from a map of built files and never from a path on disk ([`response`]); who may ask is
//! decided before ([`access`]). Each open window holds a socket, and hears through it what to change ([`socket`]).
//! What the windows show is a [`DeckState`], set from the thread that watches; a site has several ([`Routes`]), and the audience on a network has its own ([`Doors`]).

mod access;
mod address;
mod body;
mod changes;
mod deck_state;
mod range;
mod response;
mod routes;
mod socket;

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;

pub(crate) use address::{Address, Bound};
pub(crate) use deck_state::DeckState;
pub(crate) use routes::{Doors, Maker, Routes};

use access::Access;
use response::Live;

/// How long a client may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How long the head of a request may be, in bytes.
const HEAD_SIZE: usize = 16 * 1024;

/// How many connections there may be at once.
const CONNECTIONS: usize = 512;

/// A preview that has not begun: from here on it hears whoever asks the process to end, so that a preview that was
/// announced ends the same way at every moment.
pub(crate) struct Ready {
    runtime: Runtime,
    ending: Ending,
}

impl Ready {
    /// Fails where the machine gives no thread or no signals.
    pub(crate) fn new() -> io::Result<Ready> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let ending = {
            let _inside = runtime.enter();
            Ending::listen()?
        };
        Ok(Ready { runtime, ending })
    }

    /// Serves what is behind each door until the process is target to end. `follows` is whether the speaker's windows go to the
    /// slide that is edited.
    pub(crate) fn serve(self, bound: Bound, doors: Doors, follows: bool) -> io::Result<()> {
        let Ready { runtime, mut ending } = self;
        let result = runtime.block_on(async {
            let listener = TcpListener::from_std(bound.listener)?;
            let guard = Arc::new(Access::new(bound.address, bound.tokens, follows));
            tokio::select! {
                () = accept(&listener, &guard, &doors) => Ok(()),
                () = ending.wait() => Ok(()),
            }
        });
        // A window that is slow to close keeps nobody waiting.
        runtime.shutdown_background();
        result
    }
}

/// Whoever may ask the process to end: Ctrl-C, the system, a terminal that closes.
#[cfg(unix)]
struct Ending {
    pressed: Signal,
    ended: Signal,
    hung_up: Signal,
}

#[cfg(unix)]
impl Ending {
    fn listen() -> io::Result<Ending> {
        Ok(Ending {
            pressed: signal(SignalKind::interrupt())?,
            ended: signal(SignalKind::terminate())?,
            hung_up: signal(SignalKind::hangup())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.pressed.recv() => {}
            _ = self.ended.recv() => {}
            _ = self.hung_up.recv() => {}
        }
    }
}

/// Whoever may ask the process to end: Ctrl-C.
#[cfg(windows)]
struct Ending(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Ending {
    fn listen() -> io::Result<Ending> {
        tokio::signal::windows::ctrl_c().map(Ending)
    }

    async fn wait(&mut self) {
        self.0.recv().await;
    }
}

async fn accept(listener: &TcpListener, guard: &Arc<Access>, doors: &Doors) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let (guard, doors) = (guard.clone(), doors.clone());
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(async move {
                    serve_connection(stream, guard, doors).await;
                    drop(permit);
                });
            }
            // Too many files are open, say: what is open may soon close.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Answers the requests of one connection.
async fn serve_connection(stream: TcpStream, guard: Arc<Access>, doors: Doors) {
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let (guard, doors) = (guard.clone(), doors.clone());
        async move { Ok::<_, Infallible>(respond(request.map(Body::new), &guard, &doors).await) }
    });
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
}

async fn respond(request: Request, guard: &Access, doors: &Doors) -> axum::response::Response {
    let (door, target) = match guard.admit(&request) {
        Ok(admitted) => admitted,
        Err(refusal) => return response::refuse(refusal),
    };
    let Some(routes) = doors.behind(door) else { return response::refuse(StatusCode::NOT_FOUND) };
    let folder = match target {
        access::RequestTarget::File(path) => {
            if routes.awaits(path) {
                let (routes, path) = (routes.clone(), path.to_owned());
                // Where making it fails, it is not there.
                let _ = tokio::task::spawn_blocking(move || routes.make(&path)).await;
            }
            return match routes.find(path) {
                Some((state, name)) => response::file(&request, &name, &Live { guard, door }, &state),
                None => response::refuse(StatusCode::NOT_FOUND),
            };
        }
        access::RequestTarget::Live(folder) => folder,
    };
    match routes.state_in(folder) {
        Some(state) => socket::open(request, &state).await,
        None => response::refuse(StatusCode::NOT_FOUND),
    }
}
