package dev.finetuning.synthesis;

import dev.finetuning.asking.Question;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;

/**
 * One call to make.
 *
 * @param seed what it is about
 * @param question what to send, and what the answer is kept under
 * @param wanted how many examples its answer should hold
 * @param repeat which of several equal requests it is, from 0
 */
record SeedQuestion(Seed seed, Question question, int wanted, int repeat) {
    /** Three characters a token: rather too much than too little. */
    private static final TokenCounter COUNTER = TokenCounters.estimate(3);

    private static final int MIN_ANSWER = 256;

    /** A question whose answer will probably be as long as the seed, for each example wanted. */
    static SeedQuestion of(Seed seed, Question question, int wanted, int repeat) {
        long tokens = COUNTER.count(seed.example()).total() * wanted;
        return new SeedQuestion(seed, question.expecting(Math.max(MIN_ANSWER, tokens)), wanted, repeat);
    }

    String key() {
        return question.key();
    }

    /** What to ask after a number of unusable answers. */
    Question reading(int attempt) {
        return attempt == 0 ? question : question.again(attempt);
    }
}
