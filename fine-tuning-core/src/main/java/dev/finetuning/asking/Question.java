package dev.finetuning.asking;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import java.util.OptionalLong;

/**
 * One call to make. Made by {@link Asking#question}.
 *
 * @param request what to send
 * @param key what the answer is kept under: provider, model and its version, messages, tools, parameters and
 *     repeat
 * @param expectedOutput how many tokens the answer will probably have, where the asker has an idea
 */
public record Question(ChatRequest request, String key, OptionalLong expectedOutput) {
    /** Three characters a token: rather too much than too little. */
    private static final TokenCounter COUNTER = TokenCounters.estimate(3);

    private static final int LEAST_OUTPUT = 64;

    /** The same question, for which an answer of so many tokens is expected. */
    public Question expecting(long outputTokens) {
        return new Question(request, key, OptionalLong.of(outputTokens));
    }

    /**
     * The same question once more, because its last answer was of no use: answers that were paid for stay
     * where they are.
     *
     * @param attempt how many answers were of no use, from 1
     */
    public Question again(int attempt) {
        return new Question(request, key + "#" + attempt, expectedOutput);
    }

    /** How many tokens the request will probably have. */
    long inputTokens() {
        return COUNTER.count(new ChatExample(request.messages(), request.tools(), ExampleInfo.NONE))
                .total();
    }

    /** How many tokens the answer will probably have at most. */
    long outputTokens() {
        long expected = Math.max(LEAST_OUTPUT, expectedOutput.orElse(0));
        return request.maxTokens().isPresent() ? request.maxTokens().getAsInt() : expected;
    }
}
