//! What an author can do about what was seen.

/// What to do about a fault with this code; `None` for what is no fault of a look.
pub(super) fn help(code: &str) -> Option<&'static str> {
    Some(match code {
        "overflow" => "say less on this slide, or part it in two",
        "collision" => "move one of the two, or say less on this slide",
        "too-small" => "nobody reads it from the last row: say less, or make it larger",
        "low-contrast" => "choose a darker or a lighter colour, or put something plain behind the text",
        "lost-in-print" => "part the slide, or leave it on screen and say so in the notes",
        "blocked" => "a page runs and loads only what its author wrote in it as HTML (docs/security.md)",
        "broken-request" => "see whether the address is right, and whether its host lets others show it",
        "script-error" => "open the talk with `orate serve`, and see the console of the browser",
        _ => return None,
    })
}
