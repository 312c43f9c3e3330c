package dev.finetuning.synthesis;

import dev.finetuning.asking.Answer;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.asking.Question;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gets questions answered, from the journal where answers are known, otherwise by the model, and reads
 * what they hold. An answer that is no use is asked for again once. Used by one thread; {@link #take}
 * hears from many.
 */
final class Answers {
    private static final int READINGS = 2;

    private final Asking asking;
    private final Recipe recipe;
    private final Runnable onAnswer;
    private final Map<String, ChatReply> replies = new ConcurrentHashMap<>();
    private final Map<String, Answer.Failure> failures = new ConcurrentHashMap<>();
    private int asked;
    private int remembered;
    private Usage usage = Usage.NONE;
    private boolean quiet;

    /**
     * Looks up what is known of questions.
     *
     * @param onAnswer told of each new answer, on the threads that ask
     */
    Answers(Asking asking, EarlierAnswers earlier, Recipe recipe, List<SeedQuestion> questions, Runnable onAnswer) {
        this.asking = asking;
        this.recipe = recipe;
        this.onAnswer = onAnswer;
        List<Question> readings = new ArrayList<>();
        for (SeedQuestion question : questions) {
            for (int reading = 0; reading < READINGS; reading++) {
                Question each = question.reading(reading);
                readings.add(each);
                earlier.find(question, reading).ifPresent(reply -> replies.put(each.key(), reply));
            }
        }
        asking.known(readings, "")
                .forEach((key, answer) -> answer.reply().ifPresent(reply -> replies.putIfAbsent(key, reply)));
    }

    boolean isKnown(SeedQuestion question) {
        return replies.containsKey(question.key());
    }

    /** What becomes of the questions, in their order. */
    List<Answered> answer(List<SeedQuestion> questions) throws InterruptedException {
        Map<SeedQuestion, Answered> ended = new LinkedHashMap<>();
        List<SeedQuestion> open = new ArrayList<>(questions);
        for (int reading = 0; reading < READINGS && !open.isEmpty(); reading++) {
            boolean last = reading == READINGS - 1;
            List<SeedQuestion> unusable = new ArrayList<>();
            ask(open, reading);
            for (SeedQuestion question : open) {
                Answered answered = read(question, reading);
                ended.put(question, answered);
                if (answered.isUnusable() && !last) {
                    unusable.add(question);
                }
            }
            open = unusable;
        }
        return questions.stream().map(ended::get).toList();
    }

    private void ask(List<SeedQuestion> questions, int reading) throws InterruptedException {
        List<Question> missing = new ArrayList<>();
        for (SeedQuestion question : questions) {
            Question each = question.reading(reading);
            if (replies.containsKey(each.key())) {
                remembered++;
            } else {
                missing.add(each);
            }
        }
        if (quiet || missing.isEmpty()) {
            return;
        }
        failures.clear();
        asking.askMissing(missing, "synthesis", this::take);
        long answered = missing.stream()
                .filter(each -> replies.containsKey(each.key()) || isBilled(failures.get(each.key())))
                .count();
        asked += (int) answered;
        // interrupted: stored answers are still used, but nothing more is asked
        quiet = missing.stream()
                .noneMatch(each -> replies.containsKey(each.key()) || isRefused(failures.get(each.key())));
    }

    private void take(Question question, Answer answer) {
        answer.reply().ifPresent(reply -> replies.put(question.key(), reply));
        answer.failure().ifPresent(failure -> failures.put(question.key(), failure));
        onAnswer.run();
    }

    private static boolean isBilled(Answer.@Nullable Failure failure) {
        return failure != null
                && (failure.kind() == FailureKind.OUTCOME_UNKNOWN || failure.kind() == FailureKind.DEADLINE);
    }

    private static boolean isRefused(Answer.@Nullable Failure failure) {
        return failure != null && failure.kind() == FailureKind.REJECTED;
    }

    private Answered read(SeedQuestion question, int reading) {
        String key = question.reading(reading).key();
        ChatReply reply = replies.get(key);
        if (reply == null) {
            return isRefused(failures.get(key))
                    ? Answered.never(question, "refused", "The provider refused the question.")
                    : Answered.later(question);
        }
        usage = usage.plus(reply.usage());
        try {
            return Answered.with(question, recipe.read(question.seed().example(), reply, question.wanted()));
        } catch (UnusableAnswerException e) {
            return Answered.unusable(question, e);
        }
    }

    SynthesisResult.Calls calls(int unanswered) {
        return new SynthesisResult.Calls(asked, remembered, unanswered, usage);
    }
}
