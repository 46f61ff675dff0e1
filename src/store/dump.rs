//! The whole logical content as sorted lines.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::{decision, reading, rows};

/// What follows from the documents, each as a query whose columns become the fields of a line.
const DERIVED: [(&str, &str); 4] = [
    (
        "entity",
        "SELECT id, name, type, wikidata, country, mentions, (SELECT json_group_array(json_array(key, position, \
         reason) ORDER BY key, position) FROM entity_membership JOIN document USING (document) \
         WHERE global_entity = id) AS members FROM global_entity",
    ),
    (
        "event",
        "SELECT id, relations, plover, source, target, date, status, first_reported, independent_documents, (SELECT json_group_array(place ORDER BY place) \
         FROM event_place WHERE event = id) AS places, (SELECT json_group_array(json_array(harm, statement) ORDER BY harm) \
         FROM event_casualties WHERE event = id) AS casualties, (SELECT json_group_array(statement ORDER BY statement) \
         FROM event_statement WHERE event = id) AS members FROM event",
    ),
    (
        "edge",
        "SELECT id, source, relation, target, statements, positive, negative, actual, direct, first_reported, \
         last_reported, documents, independent_documents, (SELECT json_group_array(statement ORDER BY statement) \
         FROM edge_statement WHERE edge = id) AS members FROM edge",
    ),
    (
        "copy",
        "SELECT d.key, o.key AS original FROM document_copy c JOIN document d ON d.document = c.document \
         JOIN document o ON o.document = c.original",
    ),
];

/// Where the ids of statements stand.
const STATEMENTS: &str = "SELECT id, key, position FROM statement JOIN document USING (document)";

pub(super) fn dump(connection: &Connection) -> Result<String, rusqlite::Error> {
    let mut lines = Vec::new();
    for key in rows::keys(connection)? {
        let Some(record) = reading::read(connection, &key)? else { continue };
        lines.push(json!({"kind": "document", "document": record}).to_string());
    }
    for decision in decision::read(connection)? {
        let mut line = json!({"kind": "decision", "decision": decision});
        // The same decision is made at another time where it is made again.
        line["decision"].as_object_mut().map(|fields| fields.remove("at"));
        lines.push(line.to_string());
    }
    lines.extend(derived(connection)?);
    lines.extend(rows_of(connection, "statement", STATEMENTS)?);
    lines.sort_unstable();
    lines.push(String::new());
    Ok(lines.join("\n"))
}

/// What follows from the documents and decisions, a line a row.
pub(super) fn derived(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut lines = Vec::new();
    for (kind, query) in DERIVED {
        lines.extend(rows_of(connection, kind, query)?);
    }
    Ok(lines)
}

fn rows_of(connection: &Connection, kind: &str, query: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut lines = Vec::new();
    let mut statement = connection.prepare(query)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = Map::from_iter([("kind".to_owned(), json!(kind))]);
        for (i, column) in columns.iter().enumerate() {
            let value = match row.get::<_, rusqlite::types::Value>(i)? {
                rusqlite::types::Value::Null => Value::Null,
                rusqlite::types::Value::Integer(number) => json!(number),
                rusqlite::types::Value::Real(number) => json!(number),
                rusqlite::types::Value::Text(text) if column == "members" => {
                    serde_json::from_str(&text).unwrap_or(Value::String(text))
                }
                rusqlite::types::Value::Text(text) => Value::String(text),
                rusqlite::types::Value::Blob(bytes) => json!(bytes),
            };
            line.insert(column.clone(), value);
        }
        lines.push(Value::Object(line).to_string());
    }
    Ok(lines)
}
