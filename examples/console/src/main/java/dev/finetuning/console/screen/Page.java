package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.access.Session;
import dev.finetuning.console.http.Entrance;

/**
 * What every page needs.
 *
 * @param title its title
 * @param section the entry of the navigation it belongs to
 * @param session whose page it is
 * @param notice what was just done, or empty
 * @param signed whether there are tokens, so that there is something to sign out of
 */
public record Page(String title, String section, Session session, String notice, boolean signed) {
    /** The name of the field that every form has. */
    public String formTokenName() {
        return Entrance.FORM_TOKEN;
    }

    /** Its value. */
    public String formToken() {
        return session.formToken();
    }

    /** Whether the reader may upload, change and train. */
    public boolean writes() {
        return session.caller().right().includes(Right.WRITE);
    }

    /** Whether the reader may decide what is in production. */
    public boolean approves() {
        return session.caller().right().includes(Right.APPROVE);
    }
}
