//! One open window: hears what to change in it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request};
use axum::http::StatusCode;
use axum::response::Response;
use tokio::time::timeout;

use super::access;
use super::changes::json;
use super::deck_state::{DeckState, Shown};
use super::response;
use crate::site::{Difference, Parts};

/// How long a window may take to accept a message.
const SLOW: Duration = Duration::from_secs(20);

/// How often to see whether a window is still there.
const PING: Duration = Duration::from_secs(20);

/// The longest message that a window may send, in bytes: what is wrong with one slide.
const LONGEST: usize = 32 * 1024;

/// How long a window has to wait between two messages.
const PAUSE: Duration = Duration::from_millis(10);

/// Opens the socket of a window.
pub(super) async fn open(request: Request, state: &Arc<DeckState>) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let revision = access::parameter(query, "revision").and_then(|revision| revision.parse().ok());
    let (mut parts, _) = request.into_parts();
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await else {
        return response::refuse(StatusCode::BAD_REQUEST);
    };
    let state = state.clone();
    upgrade
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST)
        .on_upgrade(move |socket| follow(socket, state, revision))
}

/// Sends a window every deck after the one that it shows, until it goes.
async fn follow(mut socket: WebSocket, state: Arc<DeckState>, revision: Option<u64>) {
    let mut decks = state.follow();
    let mut base = revision.and_then(|revision| state.earlier(revision));
    let mut shown = revision;
    loop {
        let deck = decks.borrow_and_update().clone();
        let message = message(shown, base.as_deref(), &deck);
        shown = Some(deck.revision);
        base.clone_from(&deck.parts);
        let sent = timeout(SLOW, socket.send(Message::text(message))).await;
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
        loop {
            tokio::select! {
                changed = decks.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                heard = socket.recv() => match heard {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(Message::Text(text))) => {
                        let Some(answer) = state.answer(&text) else { continue };
                        if !matches!(timeout(SLOW, socket.send(Message::text(answer))).await, Ok(Ok(()))) {
                            return;
                        }
                        // A page that says more than it has to is heard more slowly.
                        tokio::time::sleep(PAUSE).await;
                    }
                    Some(Ok(_)) => {}
                },
                () = tokio::time::sleep(PING) => {
                    if !matches!(timeout(SLOW, socket.send(Message::Ping(Default::default()))).await, Ok(Ok(()))) {
                        return;
                    }
                }
            }
        }
    }
}

/// What a window has to do to show a deck, as JSON.
fn message(shown: Option<u64>, base: Option<&Parts>, deck: &Shown) -> String {
    let change = match (shown, base, &deck.parts) {
        (Some(revision), ..) if revision == deck.revision => json(&Difference::default()),
        (Some(revision), Some(base), Some(parts)) => {
            deck.changes.message((revision, base), (deck.revision, parts))
        }
        _ => json(&Difference { reload: true, ..Difference::default() }),
    };
    let trouble = deck.trouble.as_deref().unwrap_or("null");
    let (revision, is_stale) = (deck.revision, deck.is_stale);
    format!("{{\"revision\":{revision},\"trouble\":{trouble},\"stale\":{is_stale},\"change\":{change}}}")
}
