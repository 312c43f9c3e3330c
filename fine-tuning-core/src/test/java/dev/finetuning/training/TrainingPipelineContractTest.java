package dev.finetuning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.Capabilities.Verb;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TrainingPipeline} owes its callers. Extend it for a pipeline of your own: give the
 * pipeline, a base model it trains, and a way to bring a job to its end. Verbs that {@link
 * Capabilities} denies must be refused as such; everything else about them is then skipped.
 */
public abstract class TrainingPipelineContractTest {
    /** The pipeline under test: the same one all through a test, a fresh one for each. */
    protected abstract TrainingPipeline pipeline();

    /** A base model the pipeline trains. */
    protected abstract String baseModel();

    /** Brings a job to its end: moves a clock, answers for a server, or waits. */
    protected abstract void finish(String jobId);

    /** Forty questions with four answers; override where a provider wants other data. */
    protected List<ChatExample> examples() {
        String[] topics = {"invoice", "parcel", "password", "refund"};
        return IntStream.range(0, 40)
                .mapToObj(i -> ChatExample.of(
                        Message.system("Name the topic. " + Canary.CONTENT),
                        Message.user("question " + i + " about my " + topics[i % 4]),
                        Message.assistant(topics[i % 4])))
                .toList();
    }

    /** A request that trains for long enough to be cancelled on its way. */
    protected TrainingRequest lastingRequest(TrainingFile file) {
        double epochs = pipeline().capabilities().maxEpochs();
        return TrainingRequest.builder(baseModel(), file)
                .hyperparameters(Hyperparameters.AUTO.withEpochs(epochs))
                .build();
    }

    private TrainingFile upload() {
        assumeCan(Verb.UPLOAD);
        return pipeline().upload(TrainingData.of("contract", examples()));
    }

    private TrainingRequest.Builder request() {
        return TrainingRequest.builder(baseModel(), upload()).hyperparameters(Hyperparameters.AUTO.withEpochs(2));
    }

    private TrainingJob finished() {
        String id = pipeline().start(request().build()).id();
        finish(id);
        return pipeline().job(id);
    }

    private void assumeCan(Verb verb) {
        assumeTrue(pipeline().capabilities().can(verb), () -> "skipped: the pipeline cannot " + verb);
    }

    @Test
    public void capabilities_always_nameProviderAndMethods() {
        Capabilities capabilities = pipeline().capabilities();

        assertThat(capabilities.provider()).isNotBlank();
        assertThat(capabilities.methods()).isNotEmpty();
        assertThat(capabilities.maxEpochs()).isPositive();
        assertThat(pipeline().capabilities()).isEqualTo(capabilities);
    }

    @Test
    public void upload_sameContentTwice_findsTheSameFile() {
        TrainingFile first = upload();

        assertThat(upload().id()).isEqualTo(first.id());
        assertThat(first.name()).isNotBlank();
    }

    @Test
    public void upload_noExample_isRejected() {
        assumeCan(Verb.UPLOAD);
        assertThatThrownBy(() -> pipeline().upload(TrainingData.of("nothing", List.of())))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("no example");
    }

    @Test
    public void upload_otherContent_isAnotherFile() {
        TrainingFile first = upload();
        TrainingFile other =
                pipeline().upload(TrainingData.of("contract", examples().subList(0, 39)));

        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(other.name()).isNotEqualTo(first.name());
    }

    @Test
    public void start_validRequest_createsAJobThatCanBeLookedAt() {
        TrainingJob created = pipeline().start(request().build());
        TrainingJob seen = pipeline().job(created.id());

        assertThat(seen.id()).isEqualTo(created.id());
        assertThat(seen.baseModel()).isEqualTo(baseModel());
        finish(created.id());
    }

    @Test
    public void start_methodNotOffered_isRejectedAndCreatesNothing() {
        assumeCan(Verb.LIST);
        TrainingMethod method = methodNotOffered();
        TrainingRequest impossible = request().method(method).build();

        assertThat(pipeline().reasonsAgainst(impossible)).anyMatch(reason -> reason.contains(method.name()));
        assertThatThrownBy(() -> pipeline().start(impossible))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining(method.name());
        assertThat(jobs(JobQuery.ALL)).isEmpty();
    }

    private TrainingMethod methodNotOffered() {
        List<TrainingMethod> all = List.of(
                TrainingMethod.supervised(),
                new TrainingMethod.Preference(HyperparameterValue.AUTO),
                TrainingMethod.Kto.AUTO,
                new TrainingMethod.Reinforcement(Map.of()),
                new TrainingMethod.Classifier(List.of()));
        return all.stream()
                .filter(method -> !pipeline().capabilities().methods().contains(method.name()))
                .findFirst()
                .orElseGet(() -> Assumptions.abort("skipped: the pipeline offers every method"));
    }

    @Test
    public void job_unknownId_isNotFound() {
        assertThatThrownBy(() -> pipeline().job("ftjob-unknown"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("ftjob-unknown");
    }

    @Test
    public void job_broughtToItsEnd_succeedsWithAModel() {
        TrainingJob job = finished();

        assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(job.model()).isPresent();
        assertThat(job.failure()).isEmpty();
    }

    @Test
    public void jobs_byMark_findsExactlyTheJobThatCarriesIt() {
        assumeCan(Verb.LIST);
        TrainingJob marked = pipeline().start(request().mark("mark-1").build());
        TrainingJob other = pipeline().start(request().mark("mark-2").build());

        assertThat(jobs(JobQuery.marked("mark-1"))).extracting(TrainingJob::id).containsExactly(marked.id());
        assertThat(jobs(JobQuery.marked("mark-3"))).isEmpty();
        assertThat(jobs(JobQuery.ALL)).extracting(TrainingJob::id).contains(marked.id(), other.id());
        finish(marked.id());
        finish(other.id());
    }

    @Test
    public void cancel_jobOnItsWay_endsCancelled() {
        assumeCan(Verb.CANCEL);
        TrainingJob job = pipeline().start(lastingRequest(upload()));

        TrainingJob answer = pipeline().cancel(job.id());
        finish(job.id());

        assertThat(answer.id()).isEqualTo(job.id());
        TrainingJob ended = pipeline().job(job.id());
        assertThat(ended.status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(ended.model()).isEmpty();
    }

    @Test
    public void events_ofAJob_haveStableIdsInAStableOrder() {
        assumeCan(Verb.EVENTS);
        TrainingJob job = finished();
        List<TrainingEvent> events = pipeline().events(job.id());

        assertThat(events).isNotEmpty();
        assertThat(new HashSet<>(ids(events))).hasSameSizeAs(events);
        assertThat(ids(pipeline().events(job.id()))).isEqualTo(ids(events));
        assertThat(events).extracting(TrainingEvent::createdAt).isSorted();
    }

    @Test
    public void checkpoints_ofAJob_belongToItAndGoForward() {
        assumeCan(Verb.CHECKPOINTS);
        TrainingJob job = finished();
        List<Checkpoint> checkpoints = pipeline().checkpoints(job.id());

        assertThat(checkpoints).allSatisfy(each -> assertThat(each.jobId()).isEqualTo(job.id()));
        assertThat(checkpoints).extracting(Checkpoint::id).doesNotHaveDuplicates();
        assertThat(checkpoints).extracting(Checkpoint::step).isSorted();
    }

    @Test
    public void chatModel_ofASucceededJob_answers() {
        assumeCan(Verb.CHAT);
        String model = finished().model().orElseThrow();
        ChatReply reply = pipeline().chatModel(model).ask(ChatRequest.of("a question about my parcel"));

        assertThat(reply.text()).isNotBlank();
    }

    @Test
    public void files_afterAnUpload_listDownloadAndDelete() throws Exception {
        assumeCan(Verb.FILES);
        TrainingFile file = upload();
        TrainingFiles files = pipeline().files();

        assertThat(files.findByName(file.name())).map(TrainingFile::id).contains(file.id());
        try (InputStream content = files.download(file.id())) {
            assertThat(content.readAllBytes()).isNotEmpty();
        }
        files.delete(file.id());
        assertThat(files.findByName(file.name())).isEmpty();
        assertThatThrownBy(() -> files.delete(file.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    public void models_afterAJob_describeAndDelete() {
        assumeCan(Verb.MODELS);
        String model = finished().model().orElseThrow();
        TunedModels models = pipeline().models();

        assertThat(models.describe(model).id()).isEqualTo(model);
        try (Stream<TunedModel> all = models.list()) {
            assertThat(all).extracting(TunedModel::id).contains(model);
        }
        models.delete(model);
        assertThatThrownBy(() -> models.describe(model)).isInstanceOf(NotFoundException.class);
    }

    @Test
    public void printedForms_ofAllThereIs_holdNoRecord() {
        TrainingFile file = upload();
        TrainingRequest request = request().mark("mark-1").build();
        TrainingJob job = finished();
        List<Object> printed = new ArrayList<>(List.of(pipeline(), examples().get(0), file, request, job));
        printed.addAll(pipeline().events(job.id()));
        printed.addAll(pipeline().checkpoints(job.id()));
        if (pipeline().capabilities().can(Verb.CHAT)) {
            ChatModel model = pipeline().chatModel(job.model().orElseThrow());
            ChatRequest question = ChatRequest.of("What does " + Canary.CONTENT + " mean?");
            printed.addAll(List.of(model, question, model.ask(question)));
        }

        assertThat(printed)
                .allSatisfy(each -> assertThat(Canary.in(each.toString()))
                        .as(each.getClass().getName())
                        .isEmpty());
    }

    @Test
    public void verbs_thatCapabilitiesDeny_areRefusedAsGone() {
        List<Verb> wrong = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            if (!pipeline().capabilities().can(verb) && !refuses(verb)) {
                wrong.add(verb);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private boolean refuses(Verb verb) {
        try {
            call(verb);
            // Without events or checkpoints there is simply nothing to list.
            return verb == Verb.EVENTS || verb == Verb.CHECKPOINTS;
        } catch (CapabilityGoneException e) {
            return e.incident().provider().equals(pipeline().capabilities().provider());
        }
    }

    private void call(Verb verb) {
        switch (verb) {
            case UPLOAD -> pipeline().upload(TrainingData.of("contract", examples()));
            case LIST -> pipeline().jobs(JobQuery.ALL).close();
            case CANCEL -> pipeline().cancel("any");
            case PAUSE -> pipeline().pause("any");
            case RESUME -> pipeline().resume("any");
            case LAUNCH -> pipeline().launch("any");
            case EVENTS -> assertThat(pipeline().events("any")).isEmpty();
            case CHECKPOINTS -> assertThat(pipeline().checkpoints("any")).isEmpty();
            case FILES -> pipeline().files();
            case MODELS -> pipeline().models();
            case CHAT -> pipeline().chatModel("any");
        }
    }

    private List<TrainingJob> jobs(JobQuery query) {
        try (Stream<TrainingJob> jobs = pipeline().jobs(query)) {
            return jobs.toList();
        }
    }

    private static List<String> ids(List<TrainingEvent> events) {
        return events.stream().map(TrainingEvent::id).toList();
    }
}
