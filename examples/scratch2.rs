use actant::{schema::*, syntax::*, clauses::{self,Grammar}, patterns::Patterns, ingest::*, source::*, mentions::*, resolve::*, dates::Dates, statements::*};
fn main(){
    let dir=std::env::args().nth(1).unwrap(); let show=std::env::args().nth(2);
    let schema=Schema::built_in().unwrap();
    let engine=Engine::built_in().unwrap();
    let g=Grammar::new(&schema).unwrap();
    let w=Wording::new(&schema).unwrap();
    let (p,_)=Patterns::understood(&schema,&g,&engine);
    let reader=Reader::new(&schema,Options::default()).unwrap();
    let (sources,_)=discover(&[format!("{dir}/articles.jsonl")]);
    for s in sources { for a in reader.read(&s).unwrap().articles {
        let page=&*a.page;
        let text=actant::text::read(&a);
        let syn=engine.parse(page,&text);
        let mut ms=vec![]; let mut names:Vec<(String,EntityType)>=vec![]; let mut of=vec![];
        let n=syn.tokens.len(); let mut i=0;
        while i<n { let Some((l,_))=syn.tokens[i].entity else {i+=1;continue}; let st=i; i+=1;
            while i<n && matches!(syn.tokens[i].entity,Some((_,false))) {i+=1}
            let ty=match l { EntityLabel::Person=>EntityType::Person, EntityLabel::Gpe|EntityLabel::Norp=>EntityType::Country, EntityLabel::Org=>EntityType::Organization,_=>continue};
            let sp=Span::<Tokens>::new(st as u32,i as u32);
            let head=sp.tokens().find(|t| !sp.has(syn.token(*t).head)|| syn.token(*t).head==*t).unwrap_or(TokenId(st as u32));
            let mut t=syn.bytes(sp).of(page).trim_start_matches("the ").trim_end_matches("’s").trim_end_matches("'s").to_string();
            for (x,y) in [("US","United States"),("U.S.","United States"),("American","United States"),("Washington","United States"),("Colombian","Colombia"),("Israeli","Israel"),("Venezuelan","Venezuela"),("Russian","Russia"),("Ukrainian","Ukraine"),("Chinese","China"),("Bogota","Colombia"),("Iranian","Iran"),("Turkish","Turkey")] { if t==x {t=y.to_string()} }
            let id=names.iter().position(|(n,e)| *n==t || (*e==EntityType::Person && n.ends_with(&format!(" {t}")))).unwrap_or_else(||{names.push((t.clone(),ty)); names.len()-1});
            ms.push(Mention{span:sp,head,kind:MentionKind::Name,name:Some(sp),entity_type:Some(ty),number:None,gender:None}); of.push(vec![EntityId(id as u32)]);
        }
        let reasons=vec!["x";ms.len()];
        let mentions=Mentions{mentions:ms};
        let mut entities:Vec<Entity>=names.iter().map(|(n,t)|Entity{name:n.clone(),entity_type:*t,wikidata:None,country:None,mentions:vec![]}).collect();
        for (m,o) in of.iter().enumerate(){ for e in o { entities[e.index()].mentions.push(MentionId(m as u32)); } }
        let entities=Entities{entities,of,reasons,offices:vec![]};
        let cl=clauses::build(page,&syn,&g);
        if show.is_some(){ for f in &cl.frames { if f.kind!=clauses::PredicateKind::Verb && f.arguments.is_empty(){continue}
            println!("{:?} {} gov={:?} : {}",f.kind,syn.lemma(f.predicate),f.governor.map(|(t,l)|(syn.word(page,t),l)),f.arguments.iter().map(|x|format!("{}={}",match x.role{clauses::Role::Preposition(p)=>syn.word(page,p).to_string(),r=>format!("{r:?}")},syn.word(page,x.head))).collect::<Vec<_>>().join(" ")); } continue }
        let dates=Dates::default();
        let r=Grounds{page,syntax:&syn,dates:&dates,mentions:&mentions,entities:&entities,clauses:&cl};
        let ix=CodePointIndex::new(page);
        for s in extract(&r,&Extraction{schema:&schema,patterns:&p,wording:&w}) {
            let e=|e:End| serde_json::json!({"name":entities.entities[e.entity.index()].name});
            let ev:Vec<_>=s.evidence.iter().map(|x|{let b=syn.bytes(*x);let c=ix.code_points(page,b);serde_json::json!({"start":c.start,"end":c.end,"text":b.of(page).chars().take(690).collect::<String>()})}).collect();
            println!("{}",serde_json::json!({"document":a.key,"relation":schema.relation(s.relation).id,"source":e(s.source),"target":e(s.target),"polarity":s.polarity,"modality":s.modality,"attribution":s.attribution.map(|a|e(End{entity:a.speaker,mention:a.mention})),"date":null,"evidence":ev,"rule":s.rule}));
        }
    }}
}
