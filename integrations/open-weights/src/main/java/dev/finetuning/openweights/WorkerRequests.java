package dev.finetuning.openweights;

import dev.finetuning.openweights.internal.BaseLicense;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.job.DataFolder;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;

/** Requests as the worker reads them: checked, complete, every default written out. */
final class WorkerRequests {
    private static final double EPOCHS = 3;
    private static final double BATCH_SIZE = 4;
    private static final double BETA = 0.1;
    private static final long SEED = 42;
    private static final double SUPERVISED_RATE = 2e-4;
    private static final double PREFERENCE_RATE = 1e-5;

    private final KnownModels models;
    private final DataFolder data;
    private final Device device;

    WorkerRequests(KnownModels models, DataFolder data, Device device) {
        this.models = models;
        this.data = data;
        this.device = device;
    }

    /**
     * Where training runs.
     *
     * @param name {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @param threads how many CPU threads a training takes; PyTorch's own choice if empty
     * @param maxRunningJobs how many jobs train on it at a time
     */
    record Device(String name, OptionalInt threads, int maxRunningJobs) {}

    /** What stands in the way of a request, apart from what its provider's capabilities say. */
    List<String> reasonsAgainst(TrainingRequest request) {
        List<String> reasons = new ArrayList<>();
        if (!models.isBase(request.baseModel()) && !models.isAdapter(request.baseModel())) {
            reasons.add("base model " + request.baseModel() + " is not known; known are "
                    + new TreeSet<>(models.bases()) + " and the models of finished jobs");
        }
        if (isKto(request) && request.hyperparameters().batchSize().orElse(BATCH_SIZE) < 2) {
            reasons.add("batch_size must be at least 2 for kto, which holds each answer against another row's");
        }
        if (Boolean.TRUE.equals(request.hyperparameters().others().get("packing"))
                && !(request.method() instanceof TrainingMethod.Supervised)) {
            reasons.add(
                    "packing is for supervised training; " + request.method().name() + " takes each row alone");
        }
        request.options().keySet().forEach(name -> reasons.add("option " + name + " is not known"));
        return reasons;
    }

    /**
     * Requires the files of a request to be there, with examples that its method trains on.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if a file is for another method, or the answers for
     *     {@code kto} are all rated the same
     * @throws dev.finetuning.provider.NotFoundException if there is no such file
     */
    void requireData(TrainingRequest request) {
        List<String> files = new ArrayList<>(List.of(request.trainingFile()));
        request.validationFile().ifPresent(files::add);
        for (String file : files) {
            String method = data.method(file);
            if (!method.equals(request.method().name())) {
                throw Faults.rejected(
                        "create job",
                        List.of("file " + file + " holds examples for " + method + " training, not for "
                                + request.method().name()));
            }
        }
        long good = data.desirable(request.trainingFile());
        if (isKto(request) && (good == 0 || good == data.rows(request.trainingFile()))) {
            throw Faults.rejected(
                    "create job",
                    List.of("kto needs answers rated good and answers rated bad; all of file " + request.trainingFile()
                            + " are rated the same"));
        }
    }

    private static boolean isKto(TrainingRequest request) {
        return request.method() instanceof TrainingMethod.Kto;
    }

    /**
     * The fields of {@code request.json}.
     *
     * @param seen what the worker's machine calls a place of this one
     */
    Map<String, Object> fields(TrainingRequest request, Function<Path, String> seen) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("base_model", base(request.baseModel(), seen));
        fields.put("base", root(request.baseModel()));
        fields.put("training_file", DataFolder.place(request.trainingFile()));
        request.validationFile().ifPresent(file -> fields.put("validation_file", DataFolder.place(file)));
        fields.put("method", method(request));
        fields.put("settings", settings(request));
        fields.put("seed", request.seed().orElse(SEED));
        fields.put("device", device.name());
        fields.put("max_running_jobs", device.maxRunningJobs());
        device.threads().ifPresent(number -> fields.put("threads", number));
        request.mark().ifPresent(mark -> fields.put("mark", mark));
        request.suffix().ifPresent(suffix -> fields.put("suffix", suffix));
        fields.put("metadata", request.metadata());
        return fields;
    }

    private Map<String, Object> base(String model, Function<Path, String> seen) {
        Map<String, Object> base = new LinkedHashMap<>();
        base.put("name", model);
        base.put("path", seen.apply(models.place(model)));
        if (!models.isBase(model)) {
            base.put("adapter", models.adapterPlace(model));
        }
        return base;
    }

    /** What is kept in the model's lineage of the base model below all adapters. */
    private Map<String, Object> root(String model) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", models.baseOf(model));
        BaseLicense.in(models.place(model)).ifPresent(license -> root.put("license", license));
        return root;
    }

    private Map<String, Object> method(TrainingRequest request) {
        TrainingMethod method = request.method();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", method.name());
        if (method instanceof TrainingMethod.Preference preference) {
            fields.put("beta", preference.beta().orElse(BETA));
        }
        if (method instanceof TrainingMethod.Kto kto) {
            fields.put("beta", kto.beta().orElse(BETA));
            weights(kto, request.trainingFile(), fields);
        }
        return fields;
    }

    /** Where nobody says what the ratings weigh, the rarer one weighs more, so that both count the same in all. */
    private void weights(TrainingMethod.Kto kto, String file, Map<String, Object> fields) {
        double good = (double) data.desirable(file);
        double bad = (double) data.rows(file) - good;
        boolean auto = kto.desirableWeight().auto() && kto.undesirableWeight().auto();
        fields.put("desirable_weight", kto.desirableWeight().orElse(auto ? Math.max(1, bad / good) : 1));
        fields.put("undesirable_weight", kto.undesirableWeight().orElse(auto ? Math.max(1, good / bad) : 1));
    }

    /** Every setting with its default. */
    static Map<String, Object> settings(TrainingRequest request) {
        Hyperparameters wanted = request.hyperparameters();
        LoraSettings lora = LoraSettings.of(wanted);
        boolean supervised = request.method() instanceof TrainingMethod.Supervised;
        double rate = lora.learningRate().orElse(supervised ? SUPERVISED_RATE : PREFERENCE_RATE);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("epochs", wanted.epochs().orElse(EPOCHS));
        all.put("batch_size", (long) wanted.batchSize().orElse(BATCH_SIZE));
        all.put("learning_rate", rate * wanted.learningRateMultiplier().orElse(1));
        all.putAll(lora.complete());
        return all;
    }
}
