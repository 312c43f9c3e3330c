/**
 * Auto-configuration for Spring Boot 3.5 and 4: properties and the application's beans enter; a journal, a
 * registry, runs, a router and a chat model leave as beans, each of which backs off for one of the
 * application's own.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.spring;

import org.jspecify.annotations.NullMarked;
