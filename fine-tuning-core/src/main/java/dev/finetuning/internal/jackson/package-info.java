/**
 * Jackson as this library sets it up: settings enter, factories and mappers leave that keep nothing in threads
 * and nothing in Jackson's static fields. Exported to the modules of this project only.
 */
@NullMarked
package dev.finetuning.internal.jackson;

import org.jspecify.annotations.NullMarked;
