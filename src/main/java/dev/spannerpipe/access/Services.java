package dev.spannerpipe.access;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secrets;

/// What the pipe needs in order to check the token of a run and to get credentials for the run.
///
/// @param http makes one HTTP request
/// @param retry retries failed requests
/// @param time the clock, which is also used to wait
/// @param secrets the issued secrets, which are removed from all output
public record Services(Http http, Retry retry, Time time, Secrets secrets) {}
