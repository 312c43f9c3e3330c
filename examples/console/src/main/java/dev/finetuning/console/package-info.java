/**
 * Options enter, a running web application on the library leaves: screens for people and an API for programs.
 *
 * <p>{@link dev.finetuning.console.ConsoleProgram} is the program, {@link dev.finetuning.console.Console} puts it
 * together. Below: {@code access} (who may do what), {@code input}, {@code shelf} (datasets), {@code work} (training,
 * models, evaluations), {@code http} and {@code api} (JSON), {@code view} and {@code
 * screen} (HTML). A package imports only those
 * before it.
 */
@NullMarked
package dev.finetuning.console;

import org.jspecify.annotations.NullMarked;
