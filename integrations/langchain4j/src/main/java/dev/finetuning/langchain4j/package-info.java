/**
 * The bridge to LangChain4j: a chat model of either library enters; the same model, as the other library knows it,
 * leaves.
 *
 * <p>{@link dev.finetuning.langchain4j.LangChain4jBridge} has both directions and says what is carried. What cannot be
 * carried is refused before anything is sent.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.langchain4j;

import org.jspecify.annotations.NullMarked;
