//! HTML to a page: the main content with its headings and paragraphs, and the metadata.
//!
//! Takes the decoded page; executes and fetches nothing. Example: of a page with menu, story and
//! footer only the story is left, its `<h2>` a heading.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::IngestError;
use super::calendar::Calendar;
use super::page::{Markup, Metadata, Page, PageBuilder, address, field};

/// An article has a few thousand elements; finding the main content takes time beyond proportion
/// in pages of hundreds of thousands.
const MAX_ELEMENTS: usize = 100_000;
/// Elements in elements; a page written by people or programs stays below a hundred.
const MAX_DEPTH: usize = 1_000;
/// Attributes of one element; the parser compares each with all others.
const MAX_ATTRIBUTES: usize = 5_000;
/// Signs that the parser handles one by one: `<` without a tag and `&`.
const MAX_SIGNS: usize = 300_000;

pub(super) fn page(html: &str, calendar: &Calendar) -> Result<Page, IngestError> {
    check_size(html)?;
    let document = Document::from(html);
    let own_address = link_or_meta(&document);
    let time = document.select_single("article time[datetime], time[pubdate], time[datetime]").attr("datetime");
    let body_text = |document: &Document| {
        let mut builder = PageBuilder::default();
        if let Some(body) = document.body() {
            write_blocks(&mut builder, body);
        }
        builder
    };
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let mut builder = PageBuilder::default();
    let mut metadata = Metadata::default();
    let mut readability = Readability::with_document(document, None, Some(config))
        .map_err(|_| IngestError::HtmlTooComplex { limit: MAX_ELEMENTS, what: "elements" })?;
    let json_ld = readability.parse_json_ld();
    let json_ld_address = json_ld.as_ref().and_then(|m| m.url.as_ref()).and_then(address);
    let found = readability.get_article_metadata(json_ld);
    metadata.publisher = found.site_name.and_then(field);
    metadata.title = field(&found.title).map(|t| without_site(t, metadata.publisher.as_deref()));
    metadata.author = found.byline.and_then(field).filter(|a| a.len() <= 200);
    metadata.url = own_address.or(json_ld_address);
    let published = found.published_time.as_deref().and_then(|t| calendar.metadata_date(t));
    metadata.published = published
        .or_else(|| time.and_then(|t| calendar.metadata_date(&t)))
        .or_else(|| metadata.url.as_deref().and_then(Calendar::address_date));
    let content = match readability.parse() {
        Ok(article) => {
            let mut content = PageBuilder::default();
            write_blocks(&mut content, Document::from(article.content.as_ref()).root());
            content.finish(Metadata::default())
        }
        Err(_) => body_text(&Document::from(html)).finish(Metadata::default()),
    };
    // The extraction takes the headline out of the content; a reader sees it first.
    if let Some(title) = &metadata.title
        && !content.pieces.is_empty()
        && !content.pieces.iter().take(3).any(|p| p.span.of(&content.text) == title)
    {
        builder.push(title);
        builder.close(Markup::Heading);
    }
    for piece in &content.pieces {
        for (i, line) in piece.span.of(&content.text).split('\n').enumerate() {
            if i > 0 {
                builder.break_line();
            }
            builder.push(line);
        }
        builder.close(piece.markup);
    }
    Ok(builder.finish(metadata))
}

/// Refuses what would take the parser minutes, by counting tags without parsing.
fn check_size(html: &str) -> Result<(), IngestError> {
    let bytes = html.as_bytes();
    let (mut open, mut depth) = (0usize, 0usize);
    // The parser opens unclosed `<b>` and the like again in every block that follows.
    let (mut formatting, mut reopened) = (0usize, 0usize);
    let too_complex = |limit, what| Err(IngestError::HtmlTooComplex { limit, what });
    let mut signs = 0usize;
    let mut i = 0;
    while let Some(at) = bytes[i..].iter().position(|b| *b == b'<' || *b == b'&') {
        i += at + 1;
        signs += 1;
        if bytes[i - 1] == b'&' {
            continue;
        }
        let tag = &bytes[i..];
        match tag.first() {
            Some(b'/') => {
                depth = depth.saturating_sub(1);
                formatting = formatting.saturating_sub(usize::from(is_formatting(&tag[1..])));
            }
            Some(b) if b.is_ascii_alphabetic() => {
                open += 1;
                signs -= 1;
                if attributes(tag) > MAX_ATTRIBUTES {
                    return too_complex(MAX_ATTRIBUTES, "attributes in an element");
                }
                reopened += formatting;
                formatting += usize::from(is_formatting(tag));
                // Optional end tags make this an upper bound; the limit is far above what pages have.
                depth += usize::from(!is_never_closed(tag));
                // The text of a script is no HTML, though it may be full of `<`.
                for raw in [&b"script"[..], b"style"] {
                    if tag.len() >= raw.len() && tag[..raw.len()].eq_ignore_ascii_case(raw) {
                        depth -= 1;
                        let end = tag
                            .windows(raw.len() + 2)
                            .position(|w| w.starts_with(b"</") && w[2..].eq_ignore_ascii_case(raw));
                        i += end.map_or(tag.len(), |e| e + 2);
                    }
                }
            }
            _ => {}
        }
        if open > MAX_ELEMENTS || reopened > 10 * MAX_ELEMENTS {
            return too_complex(MAX_ELEMENTS, "elements");
        }
        if depth > MAX_DEPTH {
            return too_complex(MAX_DEPTH, "levels");
        }
    }
    if signs > MAX_SIGNS { too_complex(MAX_SIGNS, "entities and stray signs") } else { Ok(()) }
}

/// An upper bound of the attributes of a tag: white space outside quotes.
fn attributes(tag: &[u8]) -> usize {
    let (mut quote, mut count) = (None, 0);
    for byte in tag {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b) => count += usize::from(b.is_ascii_whitespace() || *b == b'/'),
            (Some(q), b) => quote = if q == b { None } else { quote },
        }
        if count > MAX_ATTRIBUTES {
            break;
        }
    }
    count
}

/// Elements that need no end tag.
fn is_never_closed(tag: &[u8]) -> bool {
    is_one_of(
        tag,
        &[
            "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
            "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
        ],
    )
}

/// Elements that the parser carries over the ends of blocks.
fn is_formatting(tag: &[u8]) -> bool {
    is_one_of(tag, &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
}

fn is_one_of(tag: &[u8], names: &[&str]) -> bool {
    let name = &tag[..tag.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(tag.len()).min(8)];
    names.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes()))
}

fn link_or_meta(document: &Document) -> Option<String> {
    let canonical = document.select_single("link[rel='canonical']").attr("href");
    let shared = document.select_single("meta[property='og:url']").attr("content");
    canonical.and_then(address).or_else(|| shared.and_then(address))
}

/// The title without the name of the site behind it: "Floods hit the coast | Northern Herald".
fn without_site(title: String, site: Option<&str>) -> String {
    let Some(before) = site.and_then(|s| title.strip_suffix(s)) else { return title };
    let headline = before.trim_end().trim_end_matches(['|', '-', '–', '—', '·', '•', ':']).trim_end();
    if headline.is_empty() || headline.len() == before.trim_end().len() { title } else { headline.to_owned() }
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave,
}

/// Writes the text below a node, a piece a block element. Iterative, since pages nest deeply.
fn write_blocks(builder: &mut PageBuilder, root: NodeRef<'_>) {
    let mut open = vec![Markup::None];
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Leave => {
                builder.close(open.pop().unwrap_or(Markup::None));
                continue;
            }
            Step::Enter(node) => node,
        };
        if node.is_text() {
            builder.push(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let outer = open.last().copied().unwrap_or(Markup::None);
        let element = element(&name);
        match element {
            Element::Unread => continue,
            Element::Break => {
                // Two breaks in a row are how old pages end a paragraph.
                if node.next_element_sibling().is_some_and(|n| n.has_name("br") && follows_directly(&node, &n)) {
                    builder.close(outer);
                } else {
                    builder.break_line();
                }
                continue;
            }
            Element::Block(markup) => {
                builder.close(outer);
                let is_kept = matches!(outer, Markup::Furniture | Markup::Heading | Markup::ListItem);
                open.push(if is_kept { outer } else { markup });
                steps.push(Step::Leave);
            }
            Element::Inline => {}
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
}

/// Whether only white space stands between two siblings.
fn follows_directly(node: &NodeRef<'_>, sibling: &NodeRef<'_>) -> bool {
    let mut next = node.next_sibling();
    while let Some(between) = next {
        if between.id == sibling.id {
            return true;
        }
        if !between.is_text() || !between.text().trim().is_empty() {
            return false;
        }
        next = between.next_sibling();
    }
    false
}

enum Element {
    Unread,
    Break,
    Block(Markup),
    Inline,
}

fn element(name: &str) -> Element {
    match name {
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "select" | "head" | "object" | "canvas"
        | "math" | "textarea" | "audio" | "video" => Element::Unread,
        "br" => Element::Break,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Element::Block(Markup::Heading),
        "p" | "blockquote" | "pre" => Element::Block(Markup::Paragraph),
        "li" => Element::Block(Markup::ListItem),
        "figcaption" | "nav" | "footer" | "form" | "button" | "caption" => Element::Block(Markup::Furniture),
        "div" | "section" | "article" | "main" | "header" | "aside" | "ul" | "ol" | "dl" | "dt" | "dd" | "table"
        | "tr" | "td" | "th" | "figure" | "hr" | "address" | "body" | "html" | "time" => Element::Block(Markup::None),
        _ => Element::Inline,
    }
}
