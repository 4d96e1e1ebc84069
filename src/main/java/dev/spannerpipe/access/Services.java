package dev.spannerpipe.access;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secrets;

/// The services that check the token of a run and issue its credentials.
///
/// @param http makes one HTTP request
/// @param retry retries a request
/// @param time the clock, and the way to wait
/// @param secrets keeps the issued secrets, so that nothing prints them
public record Services(Http http, Retry retry, Time time, Secrets secrets) {}
