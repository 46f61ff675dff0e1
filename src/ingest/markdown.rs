//! Markdown to a page: headings, paragraphs and list items without their signs.
//!
//! Front matter between `---` lines may give `title`, `date`, `author`, `publisher` and `url`.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::calendar::Calendar;
use super::page::{Markup, Metadata, Page, PageBuilder, address, field};

pub(super) fn page(markdown: &str, calendar: &Calendar) -> Page {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = PageBuilder::default();
    let mut metadata = Metadata::default();
    let mut unread = 0usize;
    let mut in_front_matter = false;
    let mut items = 0usize;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_front_matter = false,
            Event::Text(words) if in_front_matter => read_front_matter(&words, &mut metadata, calendar),
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                unread += 1;
            }
            Event::End(TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => unread = unread.saturating_sub(1),
            _ if unread > 0 => {}
            Event::Text(words) | Event::Code(words) => builder.push(&words),
            Event::SoftBreak | Event::HardBreak => builder.break_line(),
            Event::Start(Tag::Item) => {
                builder.close(if items > 0 { Markup::ListItem } else { Markup::None });
                items += 1;
            }
            Event::End(TagEnd::Item) => {
                builder.close(Markup::ListItem);
                items = items.saturating_sub(1);
            }
            Event::End(TagEnd::Heading(_)) => builder.close(Markup::Heading),
            // A short paragraph may be a date line or a byline: the words tell.
            Event::End(TagEnd::Paragraph | TagEnd::BlockQuote(_)) => {
                builder.close(if items > 0 { Markup::ListItem } else { Markup::None });
            }
            Event::End(TagEnd::TableCell) => builder.close(Markup::None),
            Event::Rule => builder.close(Markup::None),
            _ => {}
        }
    }
    builder.finish(metadata)
}

/// Lines of `name: value`; all else in the front matter is left alone.
fn read_front_matter(block: &str, metadata: &mut Metadata, calendar: &Calendar) {
    for line in block.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        match name.trim().to_ascii_lowercase().as_str() {
            "title" => metadata.title = field(value),
            "author" => metadata.author = field(value),
            "publisher" => metadata.publisher = field(value),
            "date" | "published" => metadata.published = calendar.metadata_date(value),
            "url" => metadata.url = address(value),
            _ => {}
        }
    }
}
