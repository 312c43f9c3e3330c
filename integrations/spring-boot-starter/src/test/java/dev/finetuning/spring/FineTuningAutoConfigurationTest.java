package dev.finetuning.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.FolderContentStore;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.journal.jdbc.JdbcContentStore;
import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.routing.RoutedModel;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LifecycleListener;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.RunStatus;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingPipeline;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

class FineTuningAutoConfigurationTest {
    private static final RunPlan PLAN =
            RunPlan.builder("support", LocalTrainingPipeline.LINEAR, data()).build();

    @TempDir
    Path folder;

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FineTuningAutoConfiguration.class))
                .withPropertyValues("fine-tuning.folder=" + folder);
    }

    private static Dataset data() {
        var data = Dataset.builder("support");
        for (int i = 0; i < 10; i++) {
            data.addConversation("", "Where is parcel number " + i + "?", "delivery");
            data.addConversation("", "Why was invoice number " + i + " charged twice?", "billing");
        }
        return data.build();
    }

    /** A database that lives as long as one connection to it. */
    private static DataSource database(String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    /** Tells when a run is over. */
    private static final class End implements LifecycleListener {
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void onChange(FineTuningRun run) {
            if (run.status().terminal()) {
                over.countDown();
            }
        }

        void await() throws InterruptedException {
            assertThat(over.await(60, TimeUnit.SECONDS)).as("the run is over").isTrue();
        }
    }

    @Test
    void run_advancedInTheBackground_answersUnderItsAlias() {
        End end = new End();
        application()
                .withBean(End.class, () -> end)
                .withPropertyValues(
                        "fine-tuning.chat.model=support",
                        "fine-tuning.runs.interval=20ms",
                        "fine-tuning.router.staleness=0")
                .run(context -> {
                    FineTuningRuns runs = context.getBean(FineTuningRuns.class);
                    String run = runs.start(PLAN);
                    end.await();

                    assertThat(runs.run(run).status()).isEqualTo(RunStatus.SUCCEEDED);
                    assertThat(context.getBean(ChatModel.class)
                                    .ask(ChatRequest.of("Where is my parcel?"))
                                    .text())
                            .isEqualTo("delivery");
                    assertThat(context).hasSingleBean(RoutedModel.class);
                    assertThat(context.getBean(Journal.class)).isInstanceOf(FileJournal.class);
                });
    }

    @Test
    void applicationsScheduler_whereThereIsOne_saysWhen() {
        End end = new End();
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        application()
                .withBean(End.class, () -> end)
                .withBean(TaskScheduler.class, () -> scheduler)
                .withPropertyValues("fine-tuning.runs.interval=20ms")
                .run(context -> {
                    context.getBean(FineTuningRuns.class).start(PLAN);
                    end.await();

                    assertThat(scheduler.getScheduledThreadPoolExecutor().getTaskCount())
                            .isPositive();
                    assertThat(context.getBean(RunAdvancer.class).isRunning()).isTrue();
                    context.getBean(RunAdvancer.class).stop();
                    assertThat(context.getBean(RunAdvancer.class).isRunning()).isFalse();
                    assertThat(scheduler.getScheduledThreadPoolExecutor().getQueue())
                            .allMatch(task -> ((Future<?>) task).isCancelled());
                });
    }

    @Test
    void instances_ofOneDatabase_makeOneJobTogether() {
        DataSource source = database("instances");
        End end = new End();
        ApplicationContextRunner instance = application()
                .withBean(DataSource.class, () -> source)
                .withBean(LifecycleListener.class, () -> end)
                .withPropertyValues("fine-tuning.journal.create-tables=true", "fine-tuning.runs.interval=5ms");
        instance.run(first -> instance.run(second -> {
            assertThat(second.getBean(Journal.class)).isInstanceOf(JdbcJournal.class);
            first.getBean(FineTuningRuns.class).start(PLAN);
            end.await();

            assertThat(second.getBean(TrainingPipeline.class).jobs(JobQuery.ALL))
                    .hasSize(1);
            assertThat(second.getBean(ModelRegistry.class).view().byAlias("support", Alias.PRODUCTION))
                    .isPresent();
        }));
    }

    @Test
    void instances_withFoldersOfTheirOwn_goOnWithEachOthersRuns() {
        DataSource source = database("separate");
        InstantSource clock = InstantSource.system();
        ScriptedTrainingPipeline provider = ScriptedTrainingPipeline.create(clock);
        ApplicationContextRunner instance = application()
                .withBean(DataSource.class, () -> source)
                .withBean(TrainingPipeline.class, () -> provider)
                .withPropertyValues("fine-tuning.journal.create-tables=true", "fine-tuning.runs.advance=false");
        ApplicationContextRunner first = instance.withPropertyValues("fine-tuning.folder=" + folder.resolve("first"));
        ApplicationContextRunner second = instance.withPropertyValues("fine-tuning.folder=" + folder.resolve("second"));

        first.run(context -> {
            assertThat(context.getBean(ContentStore.class)).isInstanceOf(JdbcContentStore.class);
            context.getBean(FineTuningRuns.class).startOnce("once", PLAN);
        });
        second.run(context -> {
            FineTuningRuns runs = context.getBean(FineTuningRuns.class);
            String run = runs.startOnce("once", PLAN);

            assertThat(runs.advance(run).stage()).isEqualTo(RunStage.SUBMIT);
        });

        assertThat(folder).as("nothing is on a disk").isEmptyDirectory();
    }

    @Test
    void data_inTheFolder_whereThatIsAskedFor() {
        DataSource source = database("folder");
        application()
                .withBean(DataSource.class, () -> source)
                .withPropertyValues(
                        "fine-tuning.journal.create-tables=true",
                        "fine-tuning.runs.data=folder",
                        "fine-tuning.runs.advance=false")
                .run(context -> assertThat(context.getBean(ContentStore.class)).isInstanceOf(FolderContentStore.class));
        application()
                .withPropertyValues("fine-tuning.runs.data=database", "fine-tuning.runs.advance=false")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set fine-tuning.runs.data=folder"));
    }

    @Test
    void tables_notAskedFor_areNotCreated() {
        application()
                .withBean(DataSource.class, () -> database("bare"))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("JOURNAL"));
    }

    @Test
    void dataSources_noneOfThemPrimary_areRefused() {
        application()
                .withBean("one", DataSource.class, () -> database("one"))
                .withBean("two", DataSource.class, () -> database("two"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("one that is primary: there are 2"));
    }

    @Test
    void beans_ofTheApplication_areUsedInstead() {
        InMemoryJournal journal = new InMemoryJournal();
        ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.create(InstantSource.system());
        application()
                .withBean(Journal.class, () -> journal)
                .withBean(TrainingPipeline.class, () -> pipeline)
                .withPropertyValues("fine-tuning.runs.advance=false")
                .run(context -> {
                    assertThat(context.getBean(Journal.class)).isSameAs(journal);
                    assertThat(context.getBean(TrainingPipeline.class)).isSameAs(pipeline);
                    assertThat(context).doesNotHaveBean(RunAdvancer.class).doesNotHaveBean(ChatModel.class);
                });
    }

    @Test
    void provider_byProperties_keepsItsKeyToItself() {
        application()
                .withPropertyValues(
                        "fine-tuning.provider.type=custom",
                        "fine-tuning.provider.name=gateway",
                        "fine-tuning.provider.base-url=http://127.0.0.1:9/v1",
                        "fine-tuning.provider.api-key=sk-secret",
                        "fine-tuning.runs.advance=false")
                .run(context -> {
                    assertThat(context.getBean(TrainingPipeline.class)
                                    .capabilities()
                                    .provider())
                            .isEqualTo("gateway");
                    assertThat(context.getBean(FineTuningProperties.class).toString())
                            .contains("gateway")
                            .doesNotContain("sk-secret");
                });
        application()
                .withPropertyValues("fine-tuning.provider.type=mistral", "fine-tuning.provider.api-key=key")
                .run(context -> assertThat(context.getBean(TrainingPipeline.class)
                                .capabilities()
                                .provider())
                        .isEqualTo("mistral"));
    }

    @Test
    void provider_withoutKeyOrModule_saysWhatIsMissing() {
        application()
                .withPropertyValues("fine-tuning.provider.type=openai")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("fine-tuning.provider.api-key is needed by the provider openai"));
        application()
                .withClassLoader(new FilteredClassLoader("dev.finetuning.mistral"))
                .withPropertyValues("fine-tuning.provider.type=mistral", "fine-tuning.provider.api-key=key")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("fine-tuning.provider.type needs dev.finetuning:fine-tuning-mistral on the"
                                + " class path"));
    }
}
