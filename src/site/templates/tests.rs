use super::built_in::built_in;
use super::limit::LIMIT;
use super::own::without_comments;
use super::*;
use crate::deck::Translations;

#[test]
fn comments_become_blanks_and_nothing_moves() {
    let template = "a<!-- é\n -->b<style>/* c */p{}</style><script>'<!-- d -->'</script>";
    let bare = without_comments(template);
    assert_eq!(bare, "a       \n    b<style>       p{}</style><script>'<!-- d -->'</script>");
    assert_eq!((bare.len(), without_comments("{% a %} x")), (template.len(), "{% a %} x".into()));
}

fn load(own: &[(&str, &str)]) -> (Templates, Sources, Vec<Diagnostic>) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let own = own
        .iter()
        .map(|(name, text)| {
            let id = sources.add(format!("templates/{name}"), text.as_bytes(), &mut diagnostics);
            (String::from(*name), id)
        })
        .collect();
    let Noted { value: templates, diagnostics } = Templates::load(
        OwnTemplates { files: &own, sources: &sources, are_public: false },
        &BTreeMap::from([("title", "A & B")]),
        Translations::default(),
    );
    (templates, sources, diagnostics)
}

#[test]
fn a_copy_of_a_built_in_template_overrides_nothing() {
    let copies: Vec<_> = built_in().collect();
    let (templates, _, diagnostics) = load(&copies);
    assert_eq!(diagnostics, []);
    assert!(!templates.has_own(Template::Page) && !templates.has_own(Template::Slide));
    let changed = copies.iter().map(|&(name, text)| (name, format!("{text}<!-- mine -->")));
    let changed: Vec<_> = changed.filter(|(name, _)| *name == "slide.html").collect();
    let (templates, ..) = load(&[("slide.html", &changed[0].1), copies[0]]);
    assert!(templates.has_own(Template::Slide));
}

#[test]
fn every_file_of_the_folder_of_templates_is_built_in() {
    let names: Vec<_> = built_in().map(|(name, _)| name).collect();
    for template in ["page.html", "slides/title.html", "site/index.html", "site/feed.xml"] {
        assert!(names.contains(&template), "{names:?}");
    }
    assert!(built_in_layouts().any(|name| name == "quote"));
}

#[track_caller]
fn check_slide(own: &[(&str, &str)], expected: &str) {
    let (templates, sources, diagnostics) = load(own);
    assert_eq!(diagnostics, []);
    let values = Values::default()
        .with("slide", &BTreeMap::from([("id", "a")]))
        .with_html("attributes", " id=\"a\"")
        .with_html("content", "<p>x</p>")
        .with_html("notes", "");
    assert_eq!(templates.render(Template::Slide, values, &sources, None).as_deref(), Ok(expected));
}

/// The first thing said about a project's templates: its message and what its span covers.
#[track_caller]
fn check_error(own: &[(&str, &str)], message: &str, covers: &str) {
    let (templates, sources, mut diagnostics) = load(own);
    let values =
        Values::default().with_html("content", "").with_html("attributes", "").with_html("notes", "");
    diagnostics.extend(templates.render(Template::Slide, values, &sources, None).err());
    let diagnostic = diagnostics.first().expect("something is said");
    assert!(diagnostic.message.contains(message), "{diagnostic:?}");
    assert_eq!(diagnostic.at.map(|at| sources.text(at)), Some(covers), "{diagnostic:?}");
}

#[test]
fn the_built_in_slide_is_a_section() {
    check_slide(&[], "<section id=\"a\">\n<p>x</p></section>\n");
}

#[test]
fn a_file_of_the_same_name_is_used_instead() {
    check_slide(&[("slide.html", "{{ deck.title }}: {{ content }}")], "A &amp; B: <p>x</p>");
}

#[test]
fn a_template_may_include_another_whatever_their_order() {
    check_slide(&[("slide.html", "{% include 'z.html' %}"), ("z.html", "{{ slide.id }}")], "a");
}

#[test]
fn a_mistake_in_a_template_is_shown_at_its_place() {
    check_error(&[("slide.html", "a\n{{ content }")], "", "}");
    check_error(&[("slide.html", "é {{ kontent }}")], "kontent", "kontent");
    check_error(&[("slide.html", "{{ content | bogus }}")], "bogus", "");
}

#[test]
fn an_unknown_name_comes_with_the_nearest_known_one() {
    let (templates, sources, _) = load(&[("slide.html", "{{ contnet }}")]);
    let error =
        templates.render(Template::Slide, Values::default(), &sources, None).expect_err("no such name");
    assert_eq!(error.help.as_deref(), Some("did you mean `content`?"));
}

#[test]
fn a_template_that_puts_out_too_much_is_stopped() {
    let (templates, sources, _) = load(&[("slide.html", "{{ content }}{{ content }}{{ content }}")]);
    let values = Values::default().with_html("content", &"x".repeat(LIMIT));
    let error = templates.render(Template::Slide, values, &sources, None).expect_err("too much");
    assert!(error.message.contains("32 MiB"), "{error:?}");
}

/// A template that would cost too much is stopped with an error at a place in it.
#[track_caller]
fn check_stopped(template: &str, covers: &str) {
    let (templates, sources, diagnostics) = load(&[("slide.html", template)]);
    let values = Values::default().with_html("content", &"<p>x</p>\n".repeat(1000));
    let error = match diagnostics.into_iter().next() {
        Some(error) => error,
        None => templates.render(Template::Slide, values, &sources, None).expect_err("too much"),
    };
    assert_eq!(error.at.map(|at| sources.text(at)), Some(covers), "{template}: {error:?}");
}

#[test]
fn a_template_that_does_or_makes_too_much_is_stopped() {
    let head = "{% for a in range(end=100000) %}";
    let all = |inner: &str| format!("{head}{inner}{{% endfor %}}");
    check_stopped(&all(&all(&all(""))), "range(end=100000)");
    check_stopped(
        "{% for a in range(end=9999) %}{% for b in range(end=99) %}{% endfor %}{% endfor %}",
        "{% for b in range(end=99) %}",
    );
    check_stopped(&all("{% if content == content %}{% endif %}"), "content");
    check_stopped(&all("{% set_global x = content ~ (x | default(value='')) %}"), "default(value='')");
    check_stopped("{% set x = [[1 for a in range(end=9999)] for b in range(end=9999)] %}", "range(end=9999)");
    check_stopped("{% set x = content | replace(from='', to=content) %}", "replace");
    check_stopped("{% set x = content | split(pat='') | join(sep=content) %}", "join");
    check_stopped(&format!("{{% set x = 'a' %}}{}", "{% set x = x ~ x %}".repeat(60)), "x");
    check_stopped(&format!("{{% set x = [1] %}}{}", "{% set x = [x] %}".repeat(60)), "[x]");
    check_stopped(&format!("{{% set x = [1] %}}{}", "{% set x = [x, x] %}".repeat(30)), "x");
    check_stopped(&format!("{{% set x %}}{}{{% endset %}}", all("{{ content }}")), "content");
    check_stopped(&format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(5000)), "");
    let twice = "{% component c() %}{{ <c/> }}{{ <c/> }}{% endcomponent %}";
    let (templates, sources, _) = load(&[("slide.html", &format!("{twice}{{{{ <c/> }}}}"))]);
    assert!(templates.render(Template::Slide, Values::default(), &sources, None).is_err());
}

#[test]
fn templates_within_the_budget_give_what_tera_gives() {
    let template = "{% component card(title, tone=\"x\") %}[{{ title | upper }}:{{ tone }}:{{ body | default(value=\"\") }}]{% endcomponent %}\
        {% set names = [\"b\", \"a\"] %}{% set_global n = 0 %}\
        {%- for name in names | sort -%} {{ loop.index }}{{ name ~ \"!\" }}{% set_global n = n + loop.index %} {%- else -%} none {%- endfor %}\
        {{ n }}{{ <card title=\"t\" tone={names[0]} /> }}{% <card title={deck.title}> %}{{ slide.id }}{% </card> %}\
        {{ names | join(sep=\", \") }}{{ [x | upper for x in names if x != \"a\"] }}{% set m = {\"k\": names[1:]} %}{{ m.k[0] }}\
        {% if missing is defined %}1{% elif deck.nothing is not defined and not missing?.x %}2{% endif %}\
        {{ missing | default(value=slide.id) }}{{ \"yes\" if n < 4 else \"no\" }}{% filter replace(from=\"q\", to=\"r\") %}q{{ -n }}{% endfilter %}\
        {% raw %}{{ raw }}{% endraw %}{# {{ no }} #}{{ \"}}\" }}{{ content | safe }}{{ 1.5 + n }}";
    check_slide(
        &[("slide.html", template)],
        "1a!2b!3[T:b:][A &amp; B:x:a]b, a[&quot;B&quot;]a2ayesr-3{{ raw }}}}<p>x</p>4.5",
    );
}

#[test]
fn templates_that_include_each_other_are_refused() {
    let own = [("slide.html", "{% include 'b.html' %}"), ("b.html", "{% include 'slide.html' %}")];
    let (templates, sources, mut diagnostics) = load(&own);
    diagnostics.extend(templates.render(Template::Slide, Values::default(), &sources, None).err());
    assert!(!diagnostics.is_empty());
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.message.contains("circle")), "{diagnostics:?}");
}
