//! URLs, as maps of their parts.

use crate::context::Context;
use crate::error::Fault;
use crate::function::Functions;
use crate::url::{self, Url};
use crate::value::{Map, Text, Value};

pub(super) fn add(functions: &mut Functions) {
    functions.add("urlParse", parse).add("urlJoin", join);
}

fn parse(_: &mut Context<'_>, text: Text) -> Result<Map, Fault> {
    let url = url::read(&text).map_err(|reason| Fault::new(format!("unable to parse url: {reason}")))?;
    let user = url.user.as_ref().map(url::User::written).unwrap_or_default();
    let parts = [
        ("scheme", url.scheme.clone().into_bytes()),
        ("hostname", url::host_name(&url.host).to_vec()),
        ("host", url.host),
        ("path", url.path),
        ("query", url.query),
        ("opaque", url.opaque),
        ("fragment", url.fragment),
        ("userinfo", user),
    ];
    Ok(parts.into_iter().map(|(name, part)| (name, Value::string(part))).collect())
}

fn join(_: &mut Context<'_>, parts: Map) -> Result<Vec<u8>, Fault> {
    let part = |name: &str| match parts.get(name.as_bytes()) {
        None => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(text.to_vec()),
        Some(Value::Nil) => Err(Fault::new(super::items::NIL_POINTER)),
        Some(other) => {
            let kind = other.kind();
            Err(Fault::new(format!("unable to parse {name} key, must be of type string, but {kind} found")))
        }
    };
    let scheme = part("scheme")?;
    let host = part("host")?;
    let path = part("path")?;
    let query = part("query")?;
    let opaque = part("opaque")?;
    let fragment = part("fragment")?;
    let user = part("userinfo")?;
    let user = match user.is_empty() {
        true => None,
        false => {
            let whole = [b"proto://", &user[..], b"@host"].concat();
            let read = url::read(&whole);
            read.map_err(|reason| Fault::new(format!("unable to parse userinfo in dict: {reason}")))?.user
        }
    };
    let scheme = String::from_utf8_lossy(&scheme).into_owned();
    Ok(url::write(&Url { scheme, opaque, user, host, path, query, fragment }))
}
