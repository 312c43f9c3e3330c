package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.ReviewDesk;
import dev.finetuning.review.ReviewItem;
import java.util.List;
import java.util.Map;

/** The review queue: list, submit, decide. */
final class ReviewRoutes {
    private ReviewRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/review", "The examples that wait for this person")
                        .query("limit", "Limit")
                        .returns(200, "ReviewItems")
                        .by(call -> Map.of(
                                "items",
                                desk(call).waiting(call.caller(), call.slice().limit()).stream()
                                        .map(ReviewRoutes::json)
                                        .toList())),
                ApiRoute.post("/api/review", "Submits an example of one question and answer")
                        .body("NewExample")
                        .returns(201, "ReviewItem")
                        .by(call -> json(desk(call).submit(call.fields()))),
                ApiRoute.post("/api/review/{item}/decision", "Accepts, corrects or rejects an example")
                        .body("ReviewDecision")
                        .returns(200, "ReviewItem")
                        .by(ReviewRoutes::decide));
    }

    private static ReviewDesk desk(ApiCall call) {
        return call.workspace().review();
    }

    private static Object decide(ApiCall call) {
        Fields fields = call.fields();
        String verdict = fields.require("verdict");
        if (!List.of("accept", "reject").contains(verdict)) {
            throw RefusedException.invalid("verdict", "must be accept or reject");
        }
        return json(desk(call).decide(call.path("item"), verdict.equals("accept"), fields, call.caller()));
    }

    private static Map<String, Object> json(ReviewItem item) {
        return JsonFields.with("id", item.id())
                .and("status", item.status().name())
                .and("at", item.at().toString())
                .and(
                        "messages",
                        item.example().messages().stream()
                                .map(message -> Map.of("role", message.role().wireName(), "content", message.text()))
                                .toList())
                .map();
    }
}
