package dev.spannerpipe.changelog.liquibase;

import liquibase.AbstractExtensibleObject;
import liquibase.ui.InputHandler;
import liquibase.ui.UIService;

/// Discards Liquibase's output, and answers every prompt with the default value of the prompt.
final class SilentUi extends AbstractExtensibleObject implements UIService {
  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE;
  }

  @Override
  public void sendMessage(String message) {
    // Liquibase's messages are not meant for the user of the pipe.
  }

  @Override
  public void sendErrorMessage(String message) {
    // The exception that follows has the same message.
  }

  @Override
  public void sendErrorMessage(String message, Throwable exception) {
    // The caller reports the exception itself.
  }

  @Override
  public <T> T prompt(
      String prompt, T valueIfNoEntry, InputHandler<T> inputHandler, Class<T> type) {
    return valueIfNoEntry;
  }

  @Override
  public void setAllowPrompt(boolean allowPrompt) {
    // The process is not interactive.
  }

  @Override
  public boolean getAllowPrompt() {
    return false;
  }
}
