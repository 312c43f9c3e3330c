package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.access.Session;
import dev.finetuning.console.http.Entrance;
import dev.finetuning.console.work.Workspaces;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** Where the classes of screens add their addresses. */
final class Screens {
    /** Handles a request. */
    @FunctionalInterface
    interface Handler {
        void handle(ScreenCall call) throws Exception;
    }

    private final RoutesConfig config;
    private final Entrance entrance;
    private final Workspaces workspaces;
    private final Pages pages;

    Screens(RoutesConfig config, Entrance entrance, Workspaces workspaces, Pages pages) {
        this.config = config;
        this.entrance = entrance;
        this.workspaces = workspaces;
        this.pages = pages;
    }

    /** A page, for everybody who has signed in. */
    void get(String path, Handler handler) {
        config.get(path, context -> {
            Optional<Session> session = entrance.session(context);
            if (session.isPresent()) {
                handler.handle(call(context, session.get()));
            } else {
                context.redirect("/sign-in", HttpStatus.SEE_OTHER);
            }
        });
    }

    /** A form, for those who have the right. */
    void post(String path, Right needed, Handler handler) {
        config.post(path, context -> {
            Optional<Session> session = entrance.session(context);
            if (session.isPresent()) {
                String token = context.formParam(Entrance.FORM_TOKEN);
                handler.handle(call(context, entrance.form(session.get(), token, needed)));
            } else {
                context.redirect("/sign-in", HttpStatus.SEE_OTHER);
            }
        });
    }

    private ScreenCall call(Context context, Session session) {
        return new ScreenCall(context, session, workspaces.of(session.caller().tenant()), pages);
    }
}
