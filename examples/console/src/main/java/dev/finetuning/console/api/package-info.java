/** JSON and files enter by one class of routes for each noun, JSON leaves. */
@NullMarked
package dev.finetuning.console.api;

import org.jspecify.annotations.NullMarked;
