package dev.finetuning.spring.actuate;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.RegistryView;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.UnknownRunException;
import dev.finetuning.spring.json.JsonValues;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Runs and versions at {@code /actuator/finetuning}, without the content of examples. */
@Endpoint(id = "finetuning")
public final class FineTuningEndpoint {
    private static final int LATEST = 50;

    private final FineTuningRuns runs;
    private final ModelRegistry registry;

    /** An endpoint for these. */
    public FineTuningEndpoint(FineTuningRuns runs, ModelRegistry registry) {
        this.runs = runs;
        this.registry = registry;
    }

    /** The 50 newest runs, and for each registered model the versions behind its aliases. */
    @ReadOperation
    public Map<String, Object> overview() {
        Map<String, Object> models = new LinkedHashMap<>();
        RegistryView view = registry.view();
        view.names().forEach(name -> view.model(name).ifPresent(model -> models.put(name, aliases(model))));
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put(
                "runs",
                runs.runs(RunQuery.ALL).stream()
                        .limit(LATEST)
                        .map(JsonValues::of)
                        .toList());
        overview.put("models", models);
        return overview;
    }

    private static Map<String, Object> aliases(RegisteredModel model) {
        Map<String, Object> aliases = new LinkedHashMap<>();
        model.aliases().forEach((alias, version) -> aliases.put(alias.toString(), JsonValues.of(version)));
        return aliases;
    }

    /** One run, or the status 404 if there is none. */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> run(@Selector String runId) {
        try {
            return new WebEndpointResponse<>(JsonValues.of(runs.run(runId)));
        } catch (UnknownRunException e) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
    }
}
