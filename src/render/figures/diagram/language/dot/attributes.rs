//! The attributes of DOT: which are drawn, which have no effect that matters, and which are reported.
//!
//! Source: <https://graphviz.org/doc/info/attrs.html>.

use std::ops::Range;

use super::super::Unreadable;
use super::color::color;
use super::label::Value;
use crate::text::nearest;

/// One attribute, as it is written.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// In small letters.
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) at: Range<usize>,
}

/// What an attribute is of. A cluster is a graph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Subject {
    Graph,
    Node,
    Edge,
}

/// What is drawn.
const DRAWN: &str = "arrowhead arrowtail bgcolor class color dir fillcolor fontcolor headlabel label minlen pencolor \
    penwidth peripheries rankdir shape style taillabel xlabel image";

/// What orate's layout and the theme decide: sizes, distances, fonts, and how lines run.
const OF_THE_LAYOUT: &str = "area arrowsize bb beautify center charset cluster clusterrank comment compound concentrate \
    damping defaultdist dim dimen diredgeconstraints distortion dpi epsilon esep fixedsize fontname \
    fontnames fontpath fontsize forcelabels gradientangle group head_lp headclip headport height id \
    imagepath imagepos imagescale inputscale k label_scheme labelangle labeldistance labelfloat \
    labelfontcolor labelfontname labelfontsize labeljust labelloc layerlistsep layersep len levels \
    levelsgap lhead lheight linelength lp ltail lwidth margin maxiter mclimit mindist mode model \
    newrank nodesep nojustify normalize notranslate nslimit nslimit1 oneblock ordering orientation \
    outputorder overlap overlap_scaling overlap_shrink pack packmode pad page pagedir quadtree \
    quantum ranksep ratio rects regular remincross repulsiveforce resolution root rotation samehead \
    sametail samplepoints scale searchsize sep showboxes sides size skew smoothing sortv splines \
    start stylesheet tail_lp tailclip tailport target tbbalance truecolor vertices viewport \
    voro_margin weight width xdotversion xlp z";

/// What says something that is not drawn, and what to do about it.
const NOT_DRAWN: [(&str, &str); 12] = [
    ("colorscheme", "write colours as `#rrggbb`"),
    ("constraint", "turn the edge round, or leave it out: every edge leads to a lower row"),
    ("landscape", "write `rankdir=LR`"),
    ("layer", "show nodes one after the other with `steps=\"…\"` after the fence's language"),
    ("layerselect", "leave it out"),
    ("layers", "show nodes one after the other with `steps=\"…\"` after the fence's language"),
    (
        "layout",
        "orate draws all graphs as `dot` does; let a program draw it: `[diagrams.dot]` in `orate.toml`",
    ),
    ("pin", "leave it out, or let a program draw it: `[diagrams.dot]` in `orate.toml`"),
    ("pos", "leave it out, or let a program draw it: `[diagrams.dot]` in `orate.toml`"),
    (
        "rank",
        "orate puts nodes into rows by their edges; let a program draw it: `[diagrams.dot]` in `orate.toml`",
    ),
    ("rotate", "write `rankdir=LR`"),
    ("shapefile", "leave it out"),
];

/// What to say of an attribute that is not drawn; `None` if it is drawn, or makes no difference that matters.
pub(super) fn remark(attribute: &Attribute, subject: Subject) -> Option<Unreadable> {
    let (name, value) = (attribute.name.as_str(), attribute.value.text.as_str());
    let remark = |message: String, help: String| Some(Unreadable { at: attribute.at.clone(), message, help });
    if name.ends_with("color") && name != "labelfontcolor" && color(value).is_none() {
        return remark(format!("the colour `{value}` is not known"), "write it as `#rrggbb`".into());
    }
    match name {
        "image" => remark(
            "the nodes of a graph have no pictures here: this one shows its label alone".into(),
            "leave `image` out".into(),
        ),
        "dir" if !["forward", "back", "both", "none"].contains(&value) => remark(
            format!("`{value}` is no direction of an edge"),
            "write `forward`, `back`, `both` or `none`".into(),
        ),
        "label" if attribute.value.is_html => of_html(value).and_then(|(what, help)| {
            remark(format!("orate does not draw {what} of a label"), help.to_owned())
        }),
        "constraint" if value != "false" => None,
        "layout" if value == "dot" => None,
        "landscape" if value == "false" => None,
        "rotate" if value == "0" => None,
        name if ["url", "href", "tooltip"].iter().any(|end| name.ends_with(end)) => remark(
            format!("orate makes no links and no tooltips of the parts of a graph: `{name}` has no effect"),
            "write the link below the diagram, and leave this out".into(),
        ),
        // Whatever a file for several programs adds begins so.
        name if name.starts_with('_') => None,
        name => {
            if let Some((_, help)) = NOT_DRAWN.iter().find(|(other, _)| *other == name) {
                return remark(format!("`{name}` has no effect on orate's drawing"), (*help).to_owned());
            }
            let is_known = DRAWN.split(' ').chain(OF_THE_LAYOUT.split(' ')).any(|other| other == name);
            // Of a graph, any name can be set to a value.
            let near = nearest(name, DRAWN.split(' ').chain(["rank", "constraint"]));
            match (is_known, near) {
                (false, Some(near)) => {
                    remark(format!("`{name}` is no attribute of DOT"), format!("did you mean `{near}`?"))
                }
                (false, None) if subject != Subject::Graph => {
                    remark(format!("`{name}` is no attribute of DOT"), "leave it out".into())
                }
                _ => None,
            }
        }
    }
}

/// What of a label of HTML is not drawn.
fn of_html(html: &str) -> Option<(&'static str, &'static str)> {
    let lower = html.to_ascii_lowercase();
    if lower.contains("<img") {
        return Some(("the pictures", "leave `<IMG>` out"));
    }
    let colours = ["bgcolor=", "<font color", " color="];
    colours
        .iter()
        .any(|colour| lower.contains(colour))
        .then_some(("the colours", "colour the whole node with `style=filled`, `fillcolor` and `fontcolor`"))
}
