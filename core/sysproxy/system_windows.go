package sysproxy

import (
	"context"
	"errors"

	"golang.org/x/sys/windows/registry"
)

const internetSettings = `Software\Microsoft\Windows\CurrentVersion\Internet Settings`

// readSystem reads the registry, where the settings of Windows and of its
// predecessor, the control panel, are. An administrator can make them the same for
// all users.
func readSystem(context.Context) (settings, error) {
	root := registry.CURRENT_USER
	policies, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err == nil {
		if perUser, _, err := policies.GetIntegerValue("ProxySettingsPerUser"); err == nil && perUser == 0 {
			root = registry.LOCAL_MACHINE
		}
		_ = policies.Close()
	}
	return readKey(root, internetSettings)
}

// readKey reads the settings of a key; a key that is missing has none.
func readKey(root registry.Key, path string) (settings, error) {
	key, err := registry.OpenKey(root, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return settings{}, nil
	}
	if err != nil {
		return settings{}, err
	}
	defer func() { _ = key.Close() }()
	var w windows
	// A value that is missing is as one that is empty.
	w.enable, _, _ = key.GetIntegerValue("ProxyEnable")
	w.server, _, _ = key.GetStringValue("ProxyServer")
	w.override, _, _ = key.GetStringValue("ProxyOverride")
	w.autoConfigURL, _, _ = key.GetStringValue("AutoConfigURL")
	return w.setting(), nil
}
