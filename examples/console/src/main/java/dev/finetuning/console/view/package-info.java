/** What the library and the services know enters, what templates show leaves: texts, differences, points of charts. */
@NullMarked
package dev.finetuning.console.view;

import org.jspecify.annotations.NullMarked;
