package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiRoute;
import java.util.List;
import java.util.stream.Stream;

/** All routes of the API. */
public final class ConsoleApi {
    private ConsoleApi() {}

    /** The routes, by noun. */
    public static List<ApiRoute> routes() {
        return Stream.of(
                        DatasetRoutes.all(),
                        ExampleRoutes.all(),
                        RunRoutes.all(),
                        ModelRoutes.all(),
                        EvaluationRoutes.all(),
                        ExperimentRoutes.all(),
                        DriftRoutes.all(),
                        SearchRoutes.all(),
                        RetrainingRoutes.all(),
                        RetirementRoutes.all(),
                        ReviewRoutes.all(),
                        MonitorRoutes.all())
                .flatMap(List::stream)
                .toList();
    }
}
