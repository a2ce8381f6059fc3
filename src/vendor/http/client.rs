use std::thread;
use std::time::Duration;

use super::answer::{Answer, HttpFault};
use super::transport::Transport;
use super::{Proxies, Scheme, Tls, Url};
use crate::vendor::credentials::{Credentials, Secret};

/// How long and how often other hosts are asked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// How often one thing is asked for at most.
    pub attempts: u32,
    /// How long to wait before the second attempt; twice as long before each further one.
    pub pause: Duration,
    /// The longest wait, whatever a host wishes.
    pub longest_pause: Duration,
    /// How long a connection may take.
    pub connect: Duration,
    /// How long nothing may come.
    pub idle: Duration,
    /// How long one answer may take from the first byte to the last.
    pub whole: Duration,
    /// How many redirects in a row are followed.
    pub redirects: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            attempts: 4,
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(60),
            connect: Duration::from_secs(15),
            idle: Duration::from_secs(30),
            whole: Duration::from_secs(600),
            redirects: 5,
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(in crate::vendor) struct Ask<'a> {
    pub(in crate::vendor) url: Url,
    pub(in crate::vendor) accept: &'a str,
    pub(in crate::vendor) credentials: Option<&'a Credentials>,
    /// Whether credentials go to other hosts too, as helm's `pass_credentials_all` has it.
    pub(in crate::vendor) is_known_everywhere: bool,
    pub(in crate::vendor) tls: &'a Tls,
    /// A form to send; otherwise something is only fetched.
    pub(in crate::vendor) form: Option<&'a Secret>,
    /// The largest answer, in bytes.
    pub(in crate::vendor) limit: u64,
}

/// One request, without redirects.
#[cfg_attr(not(feature = "network"), expect(dead_code, reason = "only the network reads most of it"))]
pub(super) struct Exchange<'a> {
    pub(super) url: &'a Url,
    pub(super) accept: &'a str,
    pub(super) authorization: Option<Secret>,
    pub(super) tls: &'a Tls,
    pub(super) proxy: Option<&'a str>,
    pub(super) form: Option<&'a Secret>,
    pub(super) limit: u64,
}

/// Asks other hosts.
pub(in crate::vendor) struct Client {
    policy: Policy,
    proxies: Proxies,
    transport: Transport,
    is_offline: bool,
}

impl Client {
    pub(in crate::vendor) fn new(policy: Policy, proxies: Proxies, is_offline: bool) -> Self {
        Self { transport: Transport::new(&policy), policy, proxies, is_offline }
    }

    pub(in crate::vendor) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether nothing may be asked.
    pub(in crate::vendor) fn is_offline(&self) -> bool {
        self.is_offline
    }

    /// Asks once, following redirects; an answer that another attempt may change is a fault.
    ///
    /// # Errors
    /// Where there is no answer, or one of a trouble that may pass.
    pub(in crate::vendor) fn once(&self, ask: &Ask<'_>) -> Result<Answer, HttpFault> {
        let answer = self.follow(ask)?;
        let fault = HttpFault::of_status(&ask.url, &answer);
        if fault.is_transient { Err(fault) } else { Ok(answer) }
    }

    /// Asks once for what there is to have.
    ///
    /// # Errors
    /// As [`Client::once`], and where the answer is none of success.
    pub(in crate::vendor) fn fetch_once(&self, ask: &Ask<'_>) -> Result<Answer, HttpFault> {
        let answer = self.once(ask)?;
        if (200..300).contains(&answer.status) { Ok(answer) } else { Err(HttpFault::of_status(&ask.url, &answer)) }
    }

    /// Does something until it succeeds or fails for good.
    ///
    /// # Errors
    /// What the last attempt gave.
    pub(in crate::vendor) fn repeat<T>(
        &self,
        mut attempt: impl FnMut() -> Result<T, HttpFault>,
    ) -> Result<T, HttpFault> {
        let mut pause = self.policy.pause;
        for _ in 1..self.policy.attempts {
            match attempt() {
                Err(fault) if fault.is_transient => {
                    let wanted = fault.retry_after.map_or(pause, |wanted| wanted.max(pause));
                    if wanted > self.policy.longest_pause {
                        return Err(fault);
                    }
                    thread::sleep(wanted);
                    pause = (pause * 2).min(self.policy.longest_pause);
                }
                outcome => return outcome,
            }
        }
        attempt()
    }

    fn follow(&self, ask: &Ask<'_>) -> Result<Answer, HttpFault> {
        let mut url = ask.url.clone();
        let default = Tls::default();
        // Who left the host does not prove itself again, should the way lead back.
        let mut is_home = true;
        for _ in 0..=self.policy.redirects {
            is_home &= url.is_same_origin(&ask.url);
            let credentials = ask.credentials.filter(|_| is_home || ask.is_known_everywhere);
            let answer = self.exchange(&Exchange {
                url: &url,
                accept: ask.accept,
                authorization: credentials.and_then(Credentials::to_header),
                tls: if is_home { ask.tls } else { &default },
                proxy: self.proxies.for_url(&url),
                form: ask.form,
                limit: ask.limit,
            })?;
            let Some(location) = answer.location.as_ref().filter(|_| matches!(answer.status, 301..=303 | 307 | 308))
            else {
                return Ok(answer);
            };
            if ask.form.is_some() {
                return Err(HttpFault::lasting(&url, "sends elsewhere what is only for it"));
            }
            let next =
                url.join(location).ok_or_else(|| HttpFault::lasting(&url, "leads to something that is no URL"))?;
            if url.scheme() == Scheme::Https && next.scheme() == Scheme::Http {
                return Err(HttpFault::lasting(
                    &url,
                    format!("leads to {next}, which anybody on the way could change"),
                ));
            }
            url = next;
        }
        Err(HttpFault::lasting(&ask.url, format!("leads on and on: {} redirects", self.policy.redirects)))
    }

    fn exchange(&self, exchange: &Exchange<'_>) -> Result<Answer, HttpFault> {
        if self.is_offline {
            return Err(HttpFault::lasting(exchange.url, "was not asked, because of --offline"));
        }
        self.transport.exchange(exchange)
    }
}
