package dev.finetuning.run.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.registry.internal.stored.ScoreCardJson;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.internal.stored.RunEvent.Answered;
import dev.finetuning.run.internal.stored.RunEvent.Billed;
import dev.finetuning.run.internal.stored.RunEvent.CancelRequested;
import dev.finetuning.run.internal.stored.RunEvent.Cancelled;
import dev.finetuning.run.internal.stored.RunEvent.Claimed;
import dev.finetuning.run.internal.stored.RunEvent.Decided;
import dev.finetuning.run.internal.stored.RunEvent.DecisionNeeded;
import dev.finetuning.run.internal.stored.RunEvent.Delayed;
import dev.finetuning.run.internal.stored.RunEvent.Evaluated;
import dev.finetuning.run.internal.stored.RunEvent.Extended;
import dev.finetuning.run.internal.stored.RunEvent.Failed;
import dev.finetuning.run.internal.stored.RunEvent.JobAdopted;
import dev.finetuning.run.internal.stored.RunEvent.JobInterrupted;
import dev.finetuning.run.internal.stored.RunEvent.JobSeen;
import dev.finetuning.run.internal.stored.RunEvent.LookBegan;
import dev.finetuning.run.internal.stored.RunEvent.NothingFound;
import dev.finetuning.run.internal.stored.RunEvent.Registered;
import dev.finetuning.run.internal.stored.RunEvent.ResendAllowed;
import dev.finetuning.run.internal.stored.RunEvent.Started;
import dev.finetuning.run.internal.stored.RunEvent.SubmitIntended;
import dev.finetuning.run.internal.stored.RunEvent.SubmitLost;
import dev.finetuning.run.internal.stored.RunEvent.SubmitRefused;
import dev.finetuning.run.internal.stored.RunEvent.TimedOut;
import dev.finetuning.run.internal.stored.RunEvent.Trained;
import dev.finetuning.run.internal.stored.RunEvent.Uploaded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Run events as journal entries. All names are texts: renaming a class or a component changes no file.
 * Types and fields are only ever added; unknown fields are ignored, and an entry of a type that a later
 * version added is no event here.
 */
public final class RunJson {
    private static final StoredNames<RunStage> STAGES = StoredNames.of(
            RunStage.class,
            Map.of(
                    RunStage.UPLOAD, "UPLOAD",
                    RunStage.SUBMIT, "SUBMIT",
                    RunStage.RECONCILE, "RECONCILE",
                    RunStage.TRAIN, "TRAIN",
                    RunStage.ASK, "ASK",
                    RunStage.EVALUATE, "EVALUATE",
                    RunStage.REGISTER, "REGISTER",
                    RunStage.PROMOTE, "PROMOTE",
                    RunStage.DONE, "DONE"));

    private static final List<Form<?>> FORMS = List.of(
            new Form<>("run.started", Started.class, StartedJson::write, StartedJson::read),
            new Form<>(
                    "run.claimed",
                    Claimed.class,
                    (e, out) ->
                            time(out.put("stage", STAGES.of(e.stage())).put("owner", e.owner()), "until", e.until()),
                    in -> new Claimed(
                            STAGES.find(text(in, "stage")).orElse(RunStage.UPLOAD),
                            text(in, "owner"),
                            time(in, "until"))),
            new Form<>(
                    "run.uploaded",
                    Uploaded.class,
                    (e, out) -> out.put("trainingFile", e.trainingFile()).put("validationFile", e.validationFile()),
                    in -> new Uploaded(text(in, "trainingFile"), StoredJson.textOrNull(in, "validationFile"))),
            new Form<>(
                    "run.submit_intended",
                    SubmitIntended.class,
                    (e, out) -> out.put("attempt", e.attempt()).put("owner", e.owner()),
                    in -> new SubmitIntended((int) StoredJson.whole(in, "attempt"), text(in, "owner"))),
            new Form<>(
                    "run.submit_refused",
                    SubmitRefused.class,
                    (e, out) -> time(out.put("reason", e.reason()), "notBefore", e.notBefore()),
                    in -> new SubmitRefused(text(in, "reason"), time(in, "notBefore"))),
            Form.ofText("run.submit_lost", SubmitLost.class, "reason", SubmitLost::reason, SubmitLost::new),
            new Form<>(
                    "run.nothing_found",
                    NothingFound.class,
                    (e, out) -> out.put("looks", e.looks()),
                    in -> new NothingFound((int) StoredJson.whole(in, "looks"))),
            new Form<>(
                    "run.job_adopted",
                    JobAdopted.class,
                    (e, out) ->
                            StoredJson.put(out.put("jobId", e.jobId()).put("found", e.found()), "surplus", e.surplus()),
                    in -> new JobAdopted(
                            text(in, "jobId"),
                            StoredJson.flag(in, "found"),
                            StoredJson.list(in, "surplus", JsonNode::textValue))),
            new Form<>("run.job_seen", JobSeen.class, JobSeenJson::write, JobSeenJson::read),
            Form.ofText(
                    "run.job_interrupted", JobInterrupted.class, "jobId", JobInterrupted::jobId, JobInterrupted::new),
            new Form<>(
                    "run.trained",
                    Trained.class,
                    (e, out) -> out.put("modelId", e.modelId()).put("trainedTokens", e.trainedTokens()),
                    in -> new Trained(text(in, "modelId"), StoredJson.wholeOrNull(in, "trainedTokens"))),
            new Form<>(
                    "run.billed",
                    Billed.class,
                    (e, out) -> out.put("amount", e.amount())
                            .put("currency", e.currency())
                            .put("basis", e.basis()),
                    in -> new Billed(StoredJson.decimal(in, "amount"), text(in, "currency"), text(in, "basis"))),
            new Form<>(
                    "run.answered",
                    Answered.class,
                    (e, out) -> out.put("latencyMillis", e.latencyMillis()).put("cost", e.cost()),
                    in -> new Answered(StoredJson.whole(in, "latencyMillis"), StoredJson.decimalOrNull(in, "cost"))),
            new Form<>(
                    "run.evaluated",
                    Evaluated.class,
                    (e, out) -> {
                        out.put("amount", e.amount()).put("currency", e.currency());
                        ScoreCardJson.write(out.putArray("cards"), e.cards());
                    },
                    in -> new Evaluated(
                            ScoreCardJson.read(in, "cards"),
                            StoredJson.decimalOrNull(in, "amount"),
                            StoredJson.textOrNull(in, "currency"))),
            new Form<>(
                    "run.registered",
                    Registered.class,
                    (e, out) -> out.put("versionId", e.versionId()).put("version", e.version()),
                    in -> new Registered(text(in, "versionId"), text(in, "version"))),
            new Form<>(
                    "run.decided",
                    Decided.class,
                    (e, out) -> out.put("promoted", e.promoted()).put("summary", e.summary()),
                    in -> new Decided(StoredJson.flag(in, "promoted"), text(in, "summary"))),
            new Form<>(
                    "run.delayed",
                    Delayed.class,
                    (e, out) -> time(out.put("reason", e.reason()), "notBefore", e.notBefore()),
                    in -> new Delayed(text(in, "reason"), time(in, "notBefore"))),
            new Form<>(
                    "run.look_began",
                    LookBegan.class,
                    (e, out) -> time(out.put("host", e.host()), "at", e.at()),
                    in -> new LookBegan(text(in, "host"), time(in, "at"))),
            Form.ofText("run.timed_out", TimedOut.class, "reason", TimedOut::reason, TimedOut::new),
            Form.ofText("run.extended", Extended.class, "by", Extended::by, Extended::new),
            Form.ofText(
                    "run.decision_needed",
                    DecisionNeeded.class,
                    "question",
                    DecisionNeeded::question,
                    DecisionNeeded::new),
            Form.ofText("run.resend_allowed", ResendAllowed.class, "by", ResendAllowed::by, ResendAllowed::new),
            Form.ofText("run.cancel_requested", CancelRequested.class, "by", CancelRequested::by, CancelRequested::new),
            Form.ofText("run.failed", Failed.class, "reason", Failed::reason, Failed::new),
            Form.ofText("run.cancelled", Cancelled.class, "by", Cancelled::by, Cancelled::new));

    private static final Map<String, Form<?>> BY_NAME =
            FORMS.stream().collect(Collectors.toUnmodifiableMap(Form::name, Function.identity()));
    private static final Map<Class<?>, Form<?>> BY_TYPE =
            FORMS.stream().collect(Collectors.toUnmodifiableMap(Form::type, Function.identity()));

    private RunJson() {}

    /**
     * How events of one type are stored.
     *
     * @param name the entry's type in the journal
     * @param type the event's class
     * @param writer puts its fields
     * @param reader makes it of its fields
     */
    private record Form<E extends RunEvent>(
            String name, Class<E> type, BiConsumer<E, ObjectNode> writer, Function<JsonNode, E> reader) {
        static <E extends RunEvent> Form<E> ofText(
                String name, Class<E> type, String field, Function<E, String> get, Function<String, E> make) {
            return new Form<>(name, type, (e, out) -> out.put(field, get.apply(e)), in -> make.apply(text(in, field)));
        }

        String write(RunEvent event) {
            ObjectNode body = StoredJson.object();
            writer.accept(type.cast(event), body);
            return StoredJson.write(body);
        }
    }

    /** The types that have a form, for the test that misses none. */
    static List<Class<?>> types() {
        return List.copyOf(BY_TYPE.keySet());
    }

    /** An event as an entry. */
    public static JournalEntry write(RunEvent event, Instant at) {
        Form<?> form = Optional.<Form<?>>ofNullable(BY_TYPE.get(event.getClass()))
                .orElseThrow(() -> new IllegalStateException(event.getClass() + " has no stored form"));
        return new JournalEntry(form.name(), at, form.write(event));
    }

    /**
     * The event in an entry; empty for a type that a later version added.
     *
     * @throws CorruptJournalException if a known type lacks what it must have
     */
    public static Optional<RunEvent> read(String stream, long sequence, JournalEntry entry) {
        Form<?> form = BY_NAME.get(entry.type());
        if (form == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(form.reader().apply(StoredJson.parseExactly(entry.body())));
        } catch (IllegalArgumentException e) {
            throw new CorruptJournalException(
                    stream,
                    stream,
                    sequence,
                    "an entry of type " + entry.type() + " is not readable: " + e.getMessage(),
                    null);
        }
    }

    private static String text(JsonNode in, String field) {
        return StoredJson.text(in, field);
    }

    private static Instant time(JsonNode in, String field) {
        return StoredJson.instant(in, field);
    }

    private static void time(ObjectNode out, String field, Instant at) {
        out.put(field, at.toString());
    }
}
