//! Options of pictures, and how they are drawn.

use std::time::Duration;

use clap::{Args, ValueEnum};

use super::{Failure, General, output};
use crate::export::{self, Caption, Engine, Image, Palette, Picture, Scene, Timeline};
use crate::schema::Schema;
use crate::store::{EntityIndex, Graph};

/// How many entities a picture shows if the user does not say.
const TOP: usize = 30;
/// How long GraphViz may take.
const GRAPHVIZ_LIMIT: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
#[command(next_help_heading = "Pictures")]
pub(super) struct PictureArgs {
    /// What is shown: the actors with the most statements, what is around --entity, or what two
    /// entities did to each other along time [default: neighbourhood with --entity, else actors]
    #[arg(long, value_enum, value_name = "KIND")]
    picture: Option<Kind>,
    /// Dark on white, or light on nearly black
    #[arg(long, value_enum, default_value = "light")]
    theme: Theme,
    /// Who lays out svg and png: our own layout, or GraphViz's `dot` or `sfdp` where they are
    /// installed (whose labels may overlap)
    #[arg(long, value_enum, default_value = "own")]
    layout: Layout,
    /// The most arrows of a picture; 0 means all
    #[arg(long, value_name = "N", default_value_t = 100)]
    arrows: usize,
    /// Pixels of a png for each pixel of the layout
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = scale)]
    scale: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Actors,
    Neighbourhood,
    Timeline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    Own,
    Dot,
    Sfdp,
}

/// What a picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Dot,
    Svg,
    Png,
}

fn scale(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|s| (0.1..=8.0).contains(s));
    value.ok_or_else(|| "a factor from 0.1 to 8 is meant".to_owned())
}

impl PictureArgs {
    /// How many entities are shown, and how many steps around those named, if the user does not say.
    pub(super) fn defaults(&self) -> (Option<usize>, Option<u32>) {
        if self.picture == Some(Kind::Timeline) { (None, Some(0)) } else { (Some(TOP), None) }
    }

    /// The palette of the theme.
    pub(super) fn palette(&self, schema: &Schema) -> Result<Palette, Failure> {
        let theme = match self.theme {
            Theme::Light => export::Theme::Light,
            Theme::Dark => export::Theme::Dark,
        };
        Ok(Palette::new(schema, theme)?)
    }

    /// Whether the options fit each other and the format.
    pub(super) fn check(&self, written: Option<Written>, entities: usize) -> Result<(), Failure> {
        let usage = |message: &str| Err(Failure::Usage(message.to_owned()));
        let is_drawn = matches!(written, Some(Written::Svg | Written::Png));
        if self.layout != Layout::Own && !is_drawn {
            return usage("`--layout dot` draws svg and png; `--format dot` writes GraphViz's own language");
        }
        if self.picture.is_some() && written.is_none() {
            return usage("`--picture` goes with the formats svg, png and dot");
        }
        match self.picture {
            Some(Kind::Timeline) if entities != 2 => {
                usage("a timeline shows two entities: `--picture timeline --entity ONE --entity OTHER`")
            }
            Some(Kind::Timeline) if self.layout != Layout::Own || !is_drawn => {
                usage("only our own layout draws timelines, as svg or png")
            }
            Some(Kind::Neighbourhood) if entities == 0 => usage("around whom? name them with --entity"),
            _ => Ok(()),
        }
    }

    /// Writes the picture of a graph; `names` are those that the user asked for.
    pub(super) fn write(
        &self,
        graph: &Graph,
        palette: &Palette,
        names: &[String],
        written: Written,
        to: Option<&std::path::Path>,
        general: &General,
    ) -> Result<(), Failure> {
        let most = if self.arrows == 0 { usize::MAX } else { self.arrows };
        let complain = |left_out: usize| {
            if left_out > 0 && !general.quiet {
                let hint = "--arrows 0 shows all";
                output::complain(&format!("left out {left_out} arrows with fewer statements; {hint}\n"))?;
            }
            Ok::<(), Failure>(())
        };
        let named: Vec<Vec<EntityIndex>> = names.iter().map(|name| graph.entities_named(name).collect()).collect();
        if let (Some(Kind::Timeline), [one, other]) = (self.picture, named.as_slice()) {
            let title = format!("{} and {}", self.title(graph, one, &names[0]), self.title(graph, other, &names[1]));
            let caption = Caption::new(title, graph);
            let (timeline, left_out) = Timeline::new(graph, [one, other], &caption, most, palette);
            complain(left_out)?;
            return self.write_scene(&timeline.scene(palette), written, to);
        }
        let title = if named.is_empty() {
            "Who did what to whom".to_owned()
        } else {
            let names = named.iter().zip(names).map(|(found, name)| self.title(graph, found, name));
            format!("Around {}", names.collect::<Vec<String>>().join(", "))
        };
        let roots: Vec<&str> = named.iter().flatten().map(|e| graph[*e].id.as_str()).collect();
        let picture = Picture::new(graph).about(&roots);
        // GraphViz draws each relation as an arrow of its own, our layout bundles them.
        let is_own = written != Written::Dot && self.layout == Layout::Own;
        let picture = if is_own { picture.bundled() } else { picture };
        let (picture, left_out) = picture.strongest(most);
        complain(left_out)?;
        let engine = match (written, self.layout) {
            (Written::Dot, _) => return output::write(to, |out| export::write_dot(&picture, palette, out)),
            (_, Layout::Own) => {
                // An empty graph gives an empty picture.
                let caption = if picture.nodes.is_empty() { Caption::default() } else { Caption::new(title, graph) };
                let drawing = export::draw(&picture.captioned(caption), palette)?;
                return self.write_scene(&drawing.scene(palette), written, to);
            }
            (_, Layout::Dot) => Engine::Dot,
            (_, Layout::Sfdp) => Engine::Sfdp,
        };
        let mut dot = Vec::new();
        export::write_dot(&picture, palette, &mut dot)?;
        let image = if written == Written::Png { Image::Png } else { Image::Svg };
        let bytes = export::draw_with_graphviz(&dot, engine, image, GRAPHVIZ_LIMIT)?;
        output::write(to, |out| out.write_all(&bytes))
    }

    /// The name of the entity that the user named, or what was written if the filter left it out.
    fn title(&self, graph: &Graph, found: &[EntityIndex], written: &str) -> String {
        let most = found.iter().max_by_key(|e| graph[**e].mentions);
        most.map_or_else(|| written.to_owned(), |e| graph[*e].name.clone())
    }

    fn write_scene(&self, scene: &Scene, written: Written, to: Option<&std::path::Path>) -> Result<(), Failure> {
        if written == Written::Png {
            output::write(to, |out| export::write_png(scene, self.scale, out))
        } else {
            output::write(to, |out| export::write_svg(scene, out))
        }
    }
}
