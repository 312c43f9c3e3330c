/**
 * One HTTP engine for all adapters: requests that do not know their host yet enter, whole answers or
 * failures typed by what the caller can do next leave. Shared by this project's adapters, not API.
 */
@NullMarked
package dev.finetuning.adapter.http;

import org.jspecify.annotations.NullMarked;
