package dev.finetuning.routing;

import static dev.finetuning.routing.Fleet.ADA;
import static dev.finetuning.routing.Fleet.BOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.routing.OutageSource.Way;
import dev.finetuning.testing.ScriptedChatModel;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's database goes away while many threads ask on several machines. */
class RegistryOutageTest {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryOutageTest.class);
    private static final int THREADS = 64;
    private static final int MACHINES = 4;

    @ParameterizedTest
    @EnumSource(names = {"REFUSES", "HANGS"})
    void ask_whileTheDatabaseIsAway_failsNoQuestionAndSeesPromotionsInTime(Way way) throws Exception {
        OutageSource database = new OutageSource(h2());
        Machines machines = new Machines(database.asDataSource(), Duration.ofMillis(300));

        machines.live(() -> database.goAway(way), Duration.ofMillis(1_500), database::comeBack);

        machines.report(way.name(), database.connections());
    }

    /** Without staleness every question reads the registry, though many share a look. */
    @Test
    void ask_withoutStaleness_sharesLooksAndSeesAPromotionWithTheNextQuestion() throws Exception {
        OutageSource database = new OutageSource(h2());
        Machines machines = new Machines(database.asDataSource(), Duration.ZERO);

        machines.live(() -> database.goAway(Way.HANGS), Duration.ofMillis(500), database::comeBack);

        machines.report("no staleness", database.connections());
    }

    @Test
    void ask_nothingKnownAndTheDatabaseAway_isAnsweredByTheLastResort() {
        OutageSource database = new OutageSource(h2());
        ModelRegistry registry = registry(database.asDataSource());
        database.goAway(Way.REFUSES);
        RoutedModel model = ModelRouter.create(registry, version -> ScriptedChatModel.answering("tuned", "tuned"))
                .model(Route.to(BOT, Alias.PRODUCTION).withLastResort(ScriptedChatModel.answering("base", "base")));

        assertThat(model.version()).isEqualTo("none");
        assertThat(model.ask(ChatRequest.of("hello")).text()).isEqualTo("base");
    }

    /** A real database, stopped for a minute. */
    @Tag("campaign")
    @Test
    void ask_postgresStoppedForAMinute_failsNoQuestion(@TempDir Path folder) throws Exception {
        EmbeddedPostgres server = postgres(folder, 0);
        int port = server.getPort();
        OutageSource counted = new OutageSource(server.getPostgresDatabase());
        Machines machines = new Machines(counted.asDataSource(), Duration.ofSeconds(5));
        List<EmbeddedPostgres> servers = new ArrayList<>(List.of(server));
        try {
            machines.live(
                    () -> servers.get(0).close(), Duration.ofMinutes(1), () -> servers.add(postgres(folder, port)));
        } finally {
            servers.get(servers.size() - 1).close();
        }
        machines.report("PostgreSQL stopped for a minute", counted.connections());
    }

    /** A database that answers nobody for a minute. */
    @Tag("campaign")
    @Test
    void ask_databaseSilentForAMinute_failsNoQuestion() throws Exception {
        OutageSource database = new OutageSource(h2());
        Machines machines = new Machines(database.asDataSource(), Duration.ofSeconds(5));
        machines.live(() -> database.goAway(Way.HANGS), Duration.ofMinutes(1), database::comeBack);
        machines.report("silent for a minute", database.connections());
    }

    private static EmbeddedPostgres postgres(Path folder, int port) throws java.io.IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    private static ModelRegistry registry(DataSource source) {
        JdbcJournal.createTables(source);
        return JournaledModelRegistry.open(JdbcJournal.over(source));
    }

    /** Machines that share a database, and the threads that ask on them. */
    private static final class Machines {
        private final ModelRegistry operator;
        private final Duration staleness;
        private final List<RoutedModel> models = new ArrayList<>();
        private long questions;
        private Duration longest = Duration.ZERO;

        Machines(DataSource database, Duration staleness) {
            this.staleness = staleness;
            operator = registry(database);
            for (int i = 0; i < MACHINES; i++) {
                ModelRouter router = ModelRouter.builder(
                                registry(database), version -> ScriptedChatModel.answering("any", version.modelId()))
                        .staleness(staleness)
                        .build();
                models.add(router.model(BOT, Alias.PRODUCTION));
            }
        }

        /** A promotion, the database's absence, and another promotion. */
        void live(Step away, Duration absence, Step back) throws Exception {
            promote("m1");
            try (AskingCrowd crowd = new AskingCrowd(THREADS, models)) {
                crowd.expect("m1", staleness);
                pass(staleness);
                crowd.expectNothing();
                promote("m2");
                crowd.expect("m2", staleness);
                pass(staleness.multipliedBy(2));
                away.run();
                pass(absence);
                back.run();
                crowd.expectNothing();
                promote("m3");
                crowd.expect("m3", staleness);
                pass(staleness.multipliedBy(2).plusMillis(200));
                questions = crowd.questions();
                longest = crowd.longest();
                crowd.requireNoFailureAndNoLateAnswer();
            }
        }

        private void promote(String modelId) {
            operator.promote(
                    operator.register(Registration.ofModel(BOT, modelId)), Alias.PRODUCTION, PromotionPolicy.of(), ADA);
        }

        private static void pass(Duration time) throws InterruptedException {
            Sleeper.system().sleep(time);
        }

        void report(String what, long connections) {
            assertThat(questions).isPositive();
            LOG.info(
                    "{}: {} questions, none failed; {} connections, {} per 10,000 questions; longest question {} ms",
                    what,
                    questions,
                    connections,
                    connections * 10_000 / questions,
                    longest.toMillis());
        }
    }

    /** Something done to the database. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
