//! What happens one after the other: timelines, journeys, and the commits of a repository.

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::gitgraph::ir::{CommitType, GitDirection, GitGraph, GitStatement};
use rusty_mermaid_diagrams::journey::ir::{JourneyDiagram, JourneySection, JourneyTask};
use rusty_mermaid_diagrams::timeline::ir::{TimelineDiagram, TimelineSection, TimelineTask};

use super::super::source::Source;
use super::super::statements::Statement;
use super::super::text::label;
use super::{Unreadable, behind, empty, lines, wrong};

/// `2004 : Facebook : Google`, in sections.
pub(crate) fn timeline(source: &Source) -> Result<TimelineDiagram, Unreadable> {
    let expected = "a time such as `2026 : what happened : what else`";
    let mut diagram = TimelineDiagram::new();
    for line in lines(source) {
        let text = line.text;
        if let ("LR" | "TD" | "TB", true) = (text, diagram.sections.is_empty()) {
            diagram.direction = if text == "LR" { Direction::LR } else { Direction::TB };
        } else if let Some(title) = behind(text, "title") {
            diagram.title = Some(label(title));
        } else if let Some(name) = behind(text, "section") {
            diagram.sections.push(TimelineSection { name: Some(label(name)), tasks: Vec::new() });
        } else {
            if diagram.sections.is_empty() {
                diagram.sections.push(TimelineSection { name: None, tasks: Vec::new() });
            }
            let Some(section) = diagram.sections.last_mut() else { continue };
            let mut parts = text.split(" : ").flat_map(|part| part.split(": ")).map(label);
            let name = parts.next().unwrap_or_default();
            let name = name.trim_start_matches(':').trim().to_owned();
            let events = parts.filter(|event| !event.is_empty());
            match section.tasks.last_mut() {
                Some(task) if text.starts_with(':') => {
                    task.events.extend([name].into_iter().chain(events).filter(|event| !event.is_empty()));
                }
                None if text.starts_with(':') => return Err(wrong(&line, expected)),
                _ => section.tasks.push(TimelineTask { name, events: events.collect() }),
            }
        }
    }
    match diagram.sections.iter().any(|section| !section.tasks.is_empty()) {
        true => Ok(diagram),
        false => Err(empty(source, expected)),
    }
}

/// `Make tea: 5: Me, Cat`, in sections.
pub(crate) fn journey(source: &Source) -> Result<JourneyDiagram, Unreadable> {
    let expected = "a task with a score from 1 to 5 and who does it: `Make tea: 5: Me, Cat`";
    let mut diagram = JourneyDiagram { title: None, sections: Vec::new() };
    for line in lines(source) {
        if let Some(title) = behind(line.text, "title") {
            diagram.title = Some(label(title));
        } else if let Some(name) = behind(line.text, "section") {
            diagram.sections.push(JourneySection { name: label(name), tasks: Vec::new() });
        } else {
            let mut parts = line.text.splitn(3, ':');
            let name = label(parts.next().unwrap_or_default());
            let score = parts.next().and_then(|score| score.trim().parse::<u8>().ok());
            let score = score.filter(|score| *score <= 5).ok_or_else(|| wrong(&line, expected))?;
            let actors = parts.next().unwrap_or_default().split(',').map(label);
            let actors = actors.filter(|actor| !actor.is_empty()).collect();
            if diagram.sections.is_empty() {
                diagram.sections.push(JourneySection { name: String::new(), tasks: Vec::new() });
            }
            let section = diagram.sections.last_mut();
            section.into_iter().for_each(|section| {
                section.tasks.push(JourneyTask { name: name.clone(), score, actors: Vec::clone(&actors) });
            });
        }
    }
    match diagram.sections.iter().any(|section| !section.tasks.is_empty()) {
        true => Ok(diagram),
        false => Err(empty(source, expected)),
    }
}

/// `commit`, `branch`, `checkout`, `merge` and `cherry-pick`.
pub(crate) fn git(source: &Source) -> Result<GitGraph, Unreadable> {
    let mut graph = GitGraph::new();
    let mut branches = vec!["main".to_owned()];
    for (number, line) in lines(source).iter().enumerate() {
        match line.text.trim_end_matches(':') {
            "LR" if number == 0 => graph.direction = GitDirection::LR,
            "TB" if number == 0 => graph.direction = GitDirection::TB,
            "BT" if number == 0 => graph.direction = GitDirection::BT,
            "" => {}
            _ => {
                let statement = git_statement(line, &branches)?;
                if let GitStatement::Branch { name, .. } = &statement {
                    branches.push(name.clone());
                }
                graph.statements.push(statement);
            }
        }
    }
    if graph.statements.is_empty() { Err(empty(source, "`commit`")) } else { Ok(graph) }
}

fn git_statement(line: &Statement<'_>, branches: &[String]) -> Result<GitStatement, Unreadable> {
    let (word, rest) = line.text.split_once(char::is_whitespace).unwrap_or((line.text, ""));
    let (name, options) = first_name(rest.trim());
    let known = |name: &str| match branches.iter().any(|branch| branch == name) {
        true => Ok(name.to_owned()),
        false => Err(Unreadable {
            at: line.at.clone(),
            message: format!("there is no branch `{name}` here"),
            help: format!("write `branch {name}` before this line, or one of `{}`", branches.join("`, `")),
        }),
    };
    match word {
        "commit" => Ok(GitStatement::Commit {
            id: option(rest, "id").or_else(|| option(rest, "msg")),
            tag: option(rest, "tag"),
            commit_type: commit_type(rest),
        }),
        "branch" if !name.is_empty() => Ok(GitStatement::Branch {
            name: name.to_owned(),
            order: option(options, "order").and_then(|it| it.parse().ok()),
        }),
        "checkout" | "switch" => known(name).map(GitStatement::Checkout),
        "merge" => Ok(GitStatement::Merge {
            branch: known(name)?,
            id: option(options, "id"),
            tag: option(options, "tag"),
            commit_type: commit_type(options),
        }),
        "cherry-pick" if option(rest, "id").is_some() => Ok(GitStatement::CherryPick {
            id: option(rest, "id").unwrap_or_default(),
            tag: option(rest, "tag"),
        }),
        _ => Err(wrong(
            line,
            "`commit`, `branch name`, `checkout name`, `merge name` or `cherry-pick id: \"name\"`",
        )),
    }
}

/// A name, perhaps in quotes, and what follows it.
fn first_name(text: &str) -> (&str, &str) {
    match text.strip_prefix('"').and_then(|inside| inside.split_once('"')) {
        Some(parts) => parts,
        None => text.split_once(char::is_whitespace).unwrap_or((text, "")),
    }
}

/// The value of `key: "value"`.
fn option(text: &str, key: &str) -> Option<String> {
    let (at, _) = text.match_indices(key).find(|(at, _)| {
        !text[..*at].ends_with(|it: char| it.is_alphanumeric())
            && text[at + key.len()..].trim_start().starts_with(':')
    })?;
    let value = text[at + key.len()..].trim_start()[1..].trim_start();
    Some(label(first_name(value).0))
}

fn commit_type(text: &str) -> CommitType {
    match option(text, "type").as_deref() {
        Some("REVERSE") => CommitType::Reverse,
        Some("HIGHLIGHT") => CommitType::Highlight,
        _ => CommitType::Normal,
    }
}
