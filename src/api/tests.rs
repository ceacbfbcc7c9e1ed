//! What a caller of the library sees: projects from texts, sites, and places in diagnostics.

use super::*;
use crate::deck::Trust;
use crate::site::Options;

const PICTURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><path d='M0 0h4v2z'/></svg>";

fn built(project: &Project) -> Site {
    build(project, &Options::default())
}

fn headings(site: &Site) -> Vec<&str> {
    site.slides.iter().map(|slide| slide.heading.as_deref().unwrap_or_default()).collect()
}

#[test]
fn slides_are_in_the_order_of_the_calls_and_folders_are_sections() {
    let project = Project::new()
        .slides("slides/z/2.md", "# a")
        .slides("slides/1.md", "# b")
        .slides("slides/z/1.md", "# c\n\n\n## d");
    let site = built(&project);
    assert_eq!(headings(&site), ["a", "c", "d", "b"]);
    let places: Vec<_> = site.slides.iter().map(|slide| (slide.h, slide.v)).collect();
    assert_eq!(places, [(0, 0), (1, 0), (1, 1), (2, 0)]);
    assert_eq!(site.diagnostics, []);
}

#[test]
fn one_file_holds_its_settings_and_several_have_them_beside() {
    let front_matter = "+++\ntitle = 'x'\nseparator = 'dashes'\n+++\n# a\n\n---\n\n# b\n";
    let alone = built(&Project::from_markdown("talk.md", front_matter));
    assert_eq!((alone.title.as_str(), headings(&alone)), ("x", vec!["a", "b"]));
    let settings = "title = 'x'\nseparator = 'dashes'";
    let beside = Project::new().settings("title = 'y'").slides("slides/1.md", "# a\n\n---\n\n# b\n");
    let beside = built(&beside.settings(settings));
    assert_eq!((beside.title.as_str(), headings(&beside)), ("x", vec!["a", "b"]));
}

#[test]
fn a_mistake_has_a_place_and_a_help() {
    let project = Project::from_markdown("talk.md", "# é ![a](images/lgoo.svg)\n");
    let site = built(&project.file("images/logo.svg", PICTURE));
    let [diagnostic] = site.diagnostics.as_slice() else { panic!("{:?}", site.diagnostics) };
    assert_eq!((diagnostic.code, site.has_errors()), ("missing-image", true));
    let at = diagnostic.at.as_ref().unwrap();
    assert_eq!((at.file.as_str(), at.line, at.column, at.end_line, at.end_column), ("talk.md", 1, 10, 1, 25));
    assert!(diagnostic.help.as_ref().unwrap().contains("images/logo.svg"), "{diagnostic:?}");
    assert!(diagnostic.to_string().starts_with("talk.md:1:10: error: no image"), "{diagnostic}");
}

#[test]
fn a_fix_says_what_to_write_where() {
    let project = Project::from_markdown("talk.md", "<!-- .slide: class='dark' -->\n# a\n");
    let diagnostics = check(&project, &Options::default());
    let fix = diagnostics.iter().find_map(|diagnostic| diagnostic.fix.as_ref()).unwrap();
    let [edit] = fix.edits.as_slice() else { panic!("{fix:?}") };
    assert!(fix.is_safe && edit.replacement.contains("\"dark\""), "{fix:?}");
    assert_eq!((edit.at.line, edit.at.end_line), (1, 1));
}

#[test]
fn a_film_is_beside_the_page_unless_all_is_to_be_in_one_file() {
    let mut film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    film.resize(2_000_000, 0);
    let project = Project::from_markdown("talk.md", "![a](a.mp4)\n").file("a.mp4", film);
    let apart = built(&project);
    assert_eq!(apart.files.len(), 1, "{:?}", apart.files.keys());
    assert!(apart.files.keys().all(|path| apart.html.as_ref().unwrap().contains(path.as_str())));
    let whole = build(&project, &Options { single_file: true, ..Options::default() });
    assert!(whole.files.is_empty() && whole.html.unwrap().len() > 2_000_000);
}

#[test]
fn a_template_that_fails_leaves_no_page_but_says_why() {
    let project = Project::from_markdown("talk.md", "# a").template("slide.html", "{{ nothing.at.all }}");
    let site = built(&project);
    assert_eq!(site.html, None);
    assert_eq!(site.diagnostics[0].at.as_ref().unwrap().file, "templates/slide.html");
}

#[test]
fn a_stranger_s_talk_does_nothing_and_a_public_one_keeps_its_notes() {
    let project = Project::from_markdown("talk.md", "# a\n\n<script>boo()</script>\n\nNote: secret\n");
    let page = |options: &Options| build(&project, options).html.unwrap();
    let own = page(&Options::default());
    assert!(own.contains("boo()") && own.contains("secret"));
    let untrusted = Options { trust: Trust::Untrusted, ..Options::default() };
    assert!(!page(&untrusted).contains("boo()"));
    let public = Options { public: true, ..Options::default() };
    assert!(!page(&public).contains("secret"));
}

#[test]
fn a_check_says_more_than_a_build() {
    let project = Project::from_markdown("talk.md", "# a\n\n![](a.svg)\n").file("a.svg", PICTURE);
    let codes = |diagnostics: &[Diagnostic]| diagnostics.iter().map(|each| each.code).collect::<Vec<_>>();
    let (built, checked) = (built(&project).diagnostics, check(&project, &Options::default()));
    assert!(codes(&built).iter().all(|code| codes(&checked).contains(code)));
    assert!(checked.len() > built.len(), "{checked:?}");
}

#[test]
fn a_preview_tells_what_changes_and_when_all_does() {
    let talk = |text: &str| Project::from_markdown("talk.md", format!("# a\n\n\n\n# {text}\n"));
    let mut preview = Preview::default();
    assert_eq!(preview.update(&talk("b"), &Options::default()), None);
    assert_eq!(preview.update(&talk("b"), &Options::default()), Some(0));
    assert!(preview.update(&talk("c"), &Options::default()).is_some_and(|bytes| bytes > 0));
}
