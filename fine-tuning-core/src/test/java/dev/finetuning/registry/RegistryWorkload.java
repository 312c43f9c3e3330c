package dev.finetuning.registry;

import dev.finetuning.journal.Journal;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that promote, roll back and look, and write down what they saw. As a main it is one process of
 * several: address of the store, threads, operations per thread, seed, file for what was seen.
 */
final class RegistryWorkload {
    static final List<String> MODELS = List.of("m0", "m1", "m2");
    static final int VERSIONS = 5;
    private static final PromotionPolicy POLICY = PromotionPolicy.of();

    private final ModelRegistry registry;
    private final String prefix;

    RegistryWorkload(ModelRegistry registry, String prefix) {
        this.registry = registry;
        this.prefix = prefix;
    }

    public static void main(String[] args) throws Exception {
        try (Journal journal = RegistryStore.open(args[0])) {
            RegistryWorkload workload = new RegistryWorkload(JournaledModelRegistry.open(journal), "p" + args[3]);
            List<Operation> seen =
                    workload.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
            Files.write(Path.of(args[4]), seen.stream().map(Operation::line).toList());
        }
        System.exit(0);
    }

    static void register(ModelRegistry registry) {
        for (String model : MODELS) {
            for (int i = 0; i < VERSIONS; i++) {
                registry.register(Registration.of(model, Jobs.succeeded(model + "-" + i)));
            }
        }
    }

    List<Operation> run(int threads, int each, long seed) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<Operation>>> clients = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                clients.add(pool.submit(() -> client(prefix + "t" + thread, each, new Random(seed * 1000 + thread))));
            }
            List<Operation> seen = new ArrayList<>();
            for (Future<List<Operation>> client : clients) {
                seen.addAll(client.get());
            }
            return seen;
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Operation> client(String name, int count, Random random) {
        List<Operation> seen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String model = MODELS.get(random.nextInt(MODELS.size()));
            int dice = random.nextInt(100);
            seen.add(dice < 75 ? look(model) : change(model, name + "-" + i, dice, random));
        }
        return seen;
    }

    private Operation look(String model) {
        long invoked = System.nanoTime();
        String saw = registry.byAlias(model, Alias.PRODUCTION)
                .map(version -> version.version().toString())
                .orElse("-");
        return new Operation(Operation.Kind.LOOK, model, saw, invoked, System.nanoTime());
    }

    private Operation change(String model, String id, int dice, Random random) {
        Author by = Author.of("client", id);
        SemanticVersion version = new SemanticVersion(1, 0, random.nextInt(VERSIONS));
        ModelVersion wanted = registry.view().require(model, version);
        long invoked = System.nanoTime();
        if (dice < 92) {
            registry.promote(wanted, Alias.PRODUCTION, POLICY, by);
        } else {
            try {
                registry.rollback(model, Alias.PRODUCTION, by);
            } catch (RegistryConflictException nothingToReturnTo) {
                registry.assign(wanted, Alias.PRODUCTION, by);
            }
        }
        return new Operation(Operation.Kind.CHANGE, model, id, invoked, System.nanoTime());
    }
}
