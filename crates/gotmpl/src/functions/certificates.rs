//! Keys and certificates, which are other ones in every run.

use crate::certificate::{self, KeyKind, Pair, Request};
use crate::context::Context;
use crate::encoding::base64;
use crate::error::Fault;
use crate::format;
use crate::function::{Functions, Int, Parameter};
use crate::value::{List, Object, Text, Type, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("genPrivateKey", new_key)
        .add("buildCustomCert", build)
        .add("genCA", |context: &mut Context<'_>, name: Text, days: Int| {
            issue(context, "genCA", authority(name, days), None, None)
        })
        .add("genCAWithKey", |context: &mut Context<'_>, name: Text, days: Int, key: Text| {
            issue(context, "genCAWithKey", authority(name, days), Some(key), None)
        })
        .add("genSelfSignedCert", |context: &mut Context<'_>, name: Text, ips: List, hosts: List, days: Int| {
            let request = request(context, name, &ips, &hosts, days)?;
            issue(context, "genSelfSignedCert", request, None, None)
        })
        .add(
            "genSelfSignedCertWithKey",
            |context: &mut Context<'_>, name: Text, ips: List, hosts: List, days: Int, key: Text| {
                let request = request(context, name, &ips, &hosts, days)?;
                issue(context, "genSelfSignedCertWithKey", request, Some(key), None)
            },
        )
        .add(
            "genSignedCert",
            |context: &mut Context<'_>, name: Text, ips: List, hosts: List, days: Int, signer: Certificate| {
                let request = request(context, name, &ips, &hosts, days)?;
                issue(context, "genSignedCert", request, None, Some(signer))
            },
        )
        .add("genSignedCertWithKey", issue_with_key);
}

/// Steps that a key takes, by the time that it takes.
const KEY_STEPS: u64 = 5_000_000;

fn new_key(context: &mut Context<'_>, kind: Text) -> Result<Vec<u8>, Fault> {
    let kind = match &kind[..] {
        b"" | b"rsa" => KeyKind::Rsa(4096),
        b"ecdsa" => KeyKind::Ecdsa,
        b"ed25519" => KeyKind::Ed25519,
        b"dsa" => return Err(Fault::new("keys for DSA, which is out of use, are not made here")),
        unknown => return Ok([b"Unknown type ", unknown].concat()),
    };
    context.spend(KEY_STEPS)?;
    let made = certificate::new_key(context.chance("genPrivateKey")?, kind);
    Ok(made.unwrap_or_else(|reason| format!("failed to generate private key: {reason}")).into_bytes())
}

fn authority(name: Text, days: Int) -> Request {
    Request { name: name.to_vec(), addresses: Vec::new(), hosts: Vec::new(), days: days.0, is_authority: true }
}

fn request(context: &mut Context<'_>, name: Text, ips: &List, hosts: &List, days: Int) -> Result<Request, Fault> {
    context.spend((ips.len() + hosts.len()) as u64)?;
    let mut addresses = Vec::new();
    for ip in ips.iter() {
        let Value::String(text) = ip else {
            let shown = format::print(context, std::slice::from_ref(ip))?;
            return Err(Fault::new(format!("error parsing ip: {shown} is not a string")));
        };
        let address = text.as_str().and_then(|text| text.parse().ok());
        addresses.push(address.ok_or_else(|| Fault::new(format!("error parsing ip: {text}")))?);
    }
    let mut names = Vec::new();
    for host in hosts.iter() {
        let Value::String(text) = host else {
            let shown = format::print(context, std::slice::from_ref(host))?;
            return Err(Fault::new(format!("error processing alternate dns name: {shown} is not a string")));
        };
        names.push(text.to_string());
    }
    Ok(Request { name: name.to_vec(), addresses, hosts: names, days: days.0, is_authority: false })
}

fn issue(
    context: &mut Context<'_>,
    function: &str,
    request: Request,
    key: Option<Text>,
    signer: Option<Certificate>,
) -> Result<Value, Fault> {
    context.spend(KEY_STEPS)?;
    let signer = signer.map(|certificate| certificate.0);
    let chance = context.chance(function)?;
    let pair = certificate::issue(chance, &request, key.as_deref(), signer.as_ref()).map_err(Fault::new)?;
    Ok(Value::object(Certificate(pair)))
}

fn issue_with_key(
    context: &mut Context<'_>,
    name: Text,
    ips: List,
    hosts: List,
    days: Int,
    signer: Certificate,
    key: Text,
) -> Result<Value, Fault> {
    let request = request(context, name, &ips, &hosts, days)?;
    issue(context, "genSignedCertWithKey", request, Some(key), Some(signer))
}

/// Takes a certificate and a key in Base64.
fn build(_: &mut Context<'_>, certificate: Text, key: Text) -> Result<Value, Fault> {
    let decoded = |text: &Text, what: &str| {
        base64::decode(text).map_err(|_| Fault::new(format!("unable to decode base64 {what}")))
    };
    let pair = Pair { certificate: decoded(&certificate, "certificate")?, key: decoded(&key, "private key")? };
    certificate::check(&pair).map_err(Fault::new)?;
    Ok(Value::object(Certificate(pair)))
}

/// A certificate and its key: sprig's `certificate`.
#[derive(Clone)]
struct Certificate(Pair);

impl Parameter for Certificate {
    const TYPE: Type = Type::Object("sprig.certificate");

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Object(object) => object.downcast_ref::<Certificate>().cloned(),
            _ => None,
        }
    }
}

impl Object for Certificate {
    fn type_name(&self) -> &'static str {
        "sprig.certificate"
    }

    fn field(&self, name: &str) -> Option<Value> {
        match name {
            "Cert" => Some(Value::string(&self.0.certificate[..])),
            "Key" => Some(Value::string(&self.0.key[..])),
            _ => None,
        }
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![("Cert", Value::string(&self.0.certificate[..])), ("Key", Value::string(&self.0.key[..]))]
    }

    fn equals(&self, other: &dyn Object) -> bool {
        other.downcast_ref::<Certificate>().is_some_and(|other| other.0 == self.0)
    }
}
