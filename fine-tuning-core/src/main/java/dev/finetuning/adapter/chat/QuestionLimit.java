package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.Optional;

/** The deadline of a question as a limit on the call that asks it. */
public final class QuestionLimit {
    private QuestionLimit() {}

    /**
     * The call within its own limit and what is left to the deadline, whichever ends first.
     *
     * @throws dev.finetuning.provider.DeadlinePassedException if nothing is left
     */
    public static ProviderRequest on(Deadline deadline, ProviderRequest form) {
        deadline.check();
        Optional<Duration> left = deadline.left()
                .filter(time ->
                        form.limit().filter(limit -> limit.compareTo(time) <= 0).isEmpty());
        return left.map(form::within).orElse(form);
    }

    /** The failure as it concerns who asked: without an answer when the deadline has passed, it is the deadline's. */
    public static ProviderException failure(Deadline deadline, ProviderException failure) {
        return failure instanceof RetryLaterException
                        && failure.incident().status().isEmpty()
                        && deadline.isPassed()
                ? deadline.passed(failure)
                : failure;
    }
}
