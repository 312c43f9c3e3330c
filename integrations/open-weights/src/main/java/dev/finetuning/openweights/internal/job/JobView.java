package dev.finetuning.openweights.internal.job;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A job as its folder tells it, at one moment. */
final class JobView {
    /** So often a worker is started without coming to a checkpoint: one that dies this often dies of the job. */
    static final int MAX_STARTS = 5;

    private static final String END = "end";
    private static final List<String> TOLD = List.of(
            "parameters",
            "trainable_parameters",
            "total_steps",
            "device",
            "processes",
            "precision",
            "versions",
            "adapter_sha256",
            "adapter_bytes",
            "base_model_sha256",
            "training_flops",
            "train_seconds",
            "total_seconds",
            "import_seconds",
            "peak_memory_bytes");

    private final String id;
    private final WireObject request;
    private final WorkerState worker;
    private final List<WireObject> events;
    private final Optional<JobOrder> order;

    private JobView(
            String id, WireObject request, WorkerState worker, List<WireObject> events, Optional<JobOrder> order) {
        this.id = id;
        this.request = request;
        this.worker = worker;
        this.events = events;
        this.order = order;
    }

    /**
     * Looks for the worker before the events are read, so that what it wrote last is seen, and for the order after them,
     * so that the one is seen that the last worker obeyed.
     */
    static JobView of(JobFolder folder, Workers workers) {
        WireObject request = folder.request();
        WorkerState worker = folder.isWorkedOn() ? WorkerState.AT_WORK : workers.state(folder);
        List<WireObject> events = folder.events();
        return new JobView(folder.id(), request, worker, events, folder.order());
    }

    /** For what the events alone tell. */
    static JobView unwatched(JobFolder folder) {
        return new JobView(folder.id(), folder.request(), WorkerState.NONE, folder.events(), Optional.empty());
    }

    /** Whether an event is a worker's last. */
    static boolean isEnd(WireObject event) {
        return event.text("type", "").equals(END);
    }

    /** Whether nothing comes after an event. */
    static boolean isFinal(WireObject event) {
        return isEnd(event)
                && event.text("phase")
                        .flatMap(JobView::phase)
                        .filter(JobPhase::terminal)
                        .isPresent();
    }

    /** The worker's last word, where its process ended as it should. */
    private Optional<WireObject> end() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(events.size() - 1)).filter(JobView::isEnd);
    }

    /** Whether the job has neither a worker nor an end. */
    private boolean isIdle() {
        return !worker.taken() && events.stream().noneMatch(JobView::isFinal);
    }

    /** Whether it ought to have a worker: one that has paused is no reason once its order has been withdrawn. */
    boolean isAbandoned() {
        return isIdle() && !isOrdered(JobOrder.PAUSE);
    }

    private boolean isOrdered(JobOrder what) {
        return order.filter(what::equals).isPresent();
    }

    /**
     * Whether somebody has ordered the end of a job of which no worker has begun, or none is left. One that comes later
     * finds the end and goes.
     */
    boolean isToBeCancelled() {
        boolean atWork = worker.taken() && worker.kind() != WorkerState.Kind.COMING;
        return isOrdered(JobOrder.CANCEL) && !atWork && !status().terminal();
    }

    /** Why no worker of it will begin, if so. */
    Optional<String> obstacle() {
        return Optional.of(worker.word()).filter(why -> worker.kind() == WorkerState.Kind.FAILED && isAbandoned());
    }

    /** Whether it was started too often without coming any further. */
    boolean isHopeless() {
        int starts = 0;
        for (WireObject event : events) {
            switch (event.text("type", "")) {
                case "hello" -> starts++;
                case "checkpoint", END -> starts = 0;
                default -> {
                    // no change
                }
            }
        }
        return isAbandoned() && starts >= MAX_STARTS;
    }

    JobStatus status() {
        if (isAbandoned()) {
            return new JobStatus(JobPhase.PAUSED, JobFailure.INTERRUPTED);
        }
        if (isIdle()) {
            return JobStatus.of(JobPhase.PAUSED);
        }
        boolean toBeCancelled = isOrdered(JobOrder.CANCEL);
        if (worker.kind() == WorkerState.Kind.UNKNOWN) {
            return new JobStatus(JobPhase.UNKNOWN, worker.word());
        }
        if (worker.kind() == WorkerState.Kind.COMING) {
            return toBeCancelled ? JobStatus.of(JobPhase.CANCELLING) : new JobStatus(JobPhase.QUEUED, worker.word());
        }
        JobPhase phase = end().or(this::lastPhase)
                .flatMap(event -> event.text("phase"))
                .flatMap(JobView::phase)
                .orElse(JobPhase.NOT_STARTED);
        return JobStatus.of(toBeCancelled && worker.taken() && !phase.terminal() ? JobPhase.CANCELLING : phase);
    }

    /** The phase since the last worker began; a pause is over once there is one. */
    private Optional<WireObject> lastPhase() {
        WireObject last = null;
        for (WireObject event : events) {
            switch (event.text("type", "")) {
                case "hello" -> last = null;
                case "phase" -> last = event;
                default -> {
                    // no change
                }
            }
        }
        return Optional.ofNullable(last);
    }

    private static Optional<JobPhase> phase(String word) {
        return Arrays.stream(JobPhase.values())
                .filter(phase -> phase.name().equals(word))
                .findFirst();
    }

    TrainingJob job() {
        JobStatus status = status();
        TrainingJob.Builder job = TrainingJob.builder(
                        id, status, request.object("base_model").text("name", ""))
                .details(details());
        request.dateTime("created_at").ifPresent(job::createdAt);
        request.text("mark").ifPresent(job::mark);
        if (status.phase() == JobPhase.SUCCEEDED) {
            job.model(id).provenance(Provenance.of(request, events));
        }
        failure().ifPresent(job::failure);
        end().filter(last -> status.terminal()).ifPresent(last -> {
            last.dateTime("at").ifPresent(job::finishedAt);
            last.integer("trained_tokens").ifPresent(job::trainedTokens);
        });
        return job.build();
    }

    private Optional<JobFailure> failure() {
        if (isAbandoned()) {
            return Optional.of(JobFailure.of(
                    JobFailure.INTERRUPTED,
                    events.isEmpty()
                            ? "no worker has begun; resume starts one"
                            : "its worker ended before the job; resume goes on from the last checkpoint"));
        }
        return end().filter(last -> last.hasObject("failure")).map(last -> {
            WireObject told = last.object("failure");
            JobFailure.Builder failure =
                    JobFailure.builder(told.text("message", "")).code(told.text("code", "internal"));
            told.text("param").ifPresent(failure::param);
            told.integer("row").ifPresent(failure::row);
            return failure.build();
        });
    }

    private Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        for (String name :
                List.of("training_file", "validation_file", "suffix", "method", "settings", "seed", "metadata")) {
            if (request.has(name)) {
                details.put(name, request.map().get(name));
            }
        }
        for (WireObject event : events) {
            Map<String, Object> fields = event.map();
            TOLD.stream().filter(fields::containsKey).forEach(name -> details.put(name, fields.get(name)));
        }
        return details;
    }

    List<TrainingEvent> trainingEvents() {
        return events.stream().map(this::trainingEvent).toList();
    }

    private TrainingEvent trainingEvent(WireObject event) {
        String type = event.text("type", "");
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : List.of(Metrics.STEP, Metrics.TOTAL_STEPS)) {
            event.integer(name).ifPresent(value -> metrics.put(name, (double) value));
        }
        metrics.putAll(event.object("metrics").numbers());
        boolean failed = event.hasObject("failure");
        return new TrainingEvent(
                String.valueOf(event.integer("seq").orElse(0)),
                event.dateTime("at").orElse(Instant.EPOCH),
                failed
                        ? TrainingEvent.Level.ERROR
                        : event.isTrue("interrupted") ? TrainingEvent.Level.WARNING : TrainingEvent.Level.INFO,
                type,
                failed ? event.object("failure").text("message", "") : message(type, event),
                metrics);
    }

    private static String message(String type, WireObject event) {
        return switch (type) {
            case "hello" -> "a worker began";
            case "phase", END -> event.text("phase", "").toLowerCase(Locale.ROOT);
            case "resume" -> "went on from step " + event.integer("step").orElse(0);
            case "checkpoint" -> "checkpoint at step " + event.integer("step").orElse(0);
            case "environment" -> "trains on " + event.text("device", "an unknown device");
            case "plan" ->
                event.integer("total_steps").orElse(0) + " steps, "
                        + event.integer("trainable_parameters").orElse(0) + " trainable parameters";
            default -> type;
        };
    }

    List<Checkpoint> checkpoints() {
        Map<Long, Checkpoint> bySteps = new LinkedHashMap<>();
        for (WireObject event : events) {
            if (event.text("type", "").equals("checkpoint")) {
                long step = event.integer("step").orElse(0);
                bySteps.putIfAbsent(
                        step,
                        Checkpoint.builder(
                                        "checkpoint-" + step,
                                        id,
                                        step,
                                        event.dateTime("at").orElse(Instant.EPOCH))
                                .modelId(id + "@" + step)
                                .metrics(event.object("metrics").numbers())
                                .build());
            }
        }
        return List.copyOf(bySteps.values());
    }
}
