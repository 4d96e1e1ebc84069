package dev.spannerpipe.access;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secrets;

/// How a run reaches the services that check its token and give it credentials.
///
/// @param http makes one request
/// @param retry tries it again
/// @param time the clock and the way to wait
/// @param secrets keeps what they give, so that nothing prints it
public record Services(Http http, Retry retry, Time time, Secrets secrets) {}
