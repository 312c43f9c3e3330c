/** How files are opened and cut into records: bytes enter, and records with their origins leave. Not exported. */
@NullMarked
package dev.finetuning.source.internal;

import org.jspecify.annotations.NullMarked;
